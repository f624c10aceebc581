using System.Collections.Immutable;

namespace Identity.Client;

/// <summary>An observation as it is sent.</summary>
/// <param name="Wire">Its wire form; not to be changed any more.</param>
/// <param name="Bytes">How long that is.</param>
/// <param name="Identifiers">Whom it is about.</param>
internal sealed record PackedObservation(V1.Observation Wire, int Bytes, ImmutableArray<Identifier> Identifiers)
{
    public static PackedObservation Of(Observation observation)
    {
        V1.Observation wire = observation.ToWire();
        return new PackedObservation(wire, wire.CalculateSize(), observation.Identifiers);
    }
}
