using System.Buffers.Binary;
using Identity.Core.Records;
using Identity.Stores;

namespace Identity.Application.Matching;

/// <summary>
/// Where records stand among those that share a key. Systems of record come first, so that nothing that is typed pushes
/// them out. Then a number decides that follows from the workspace's secret: nobody can choose it.
/// </summary>
internal static class MatchPlaces
{
    private const long NumberMask = (1L << MatchEntry.PlaceBits) - 1;

    /// <param name="birthId">The id that the record's identifier was born with.</param>
    /// <param name="standing">The record's standing.</param>
    public static long Of(Guid birthId, RecordStanding standing)
    {
        Span<byte> bytes = stackalloc byte[16];
        birthId.TryWriteBytes(bytes, bigEndian: true, out _);
        long number = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) & NumberMask;
        return ((long)standing << MatchEntry.PlaceBits) | number;
    }

    /// <summary>The number of a record's identifier.</summary>
    public static long NumberOf(MatchEntry entry) => entry.Place & NumberMask;
}
