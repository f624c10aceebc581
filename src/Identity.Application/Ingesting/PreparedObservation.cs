using System.Security.Cryptography;
using System.Text;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Application.Ingesting;

/// <summary>
/// An observation, cleaned outside of the writer, so that the writer only does what must be done in order.
/// </summary>
internal sealed class PreparedObservation
{
    private PreparedObservation(RawObservation raw, Arrival arrival, WorkspaceRules rules)
    {
        Raw = raw;
        Arrival = arrival;
        Body = ObservationText.Write(raw);
        BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(Body));
        Rules = rules;
        Cleaned = ObservationCleaner.Clean(raw, rules, arrival);
    }

    public RawObservation Raw { get; }

    public Arrival Arrival { get; }

    /// <summary>What was sent, as JSON.</summary>
    public string Body { get; }

    public ReadOnlyMemory<byte> BodyHash { get; }

    /// <summary>The rules under which it was cleaned.</summary>
    public WorkspaceRules Rules { get; }

    public CleaningResult Cleaned { get; }

    public static PreparedObservation Prepare(RawObservation raw, Arrival arrival, WorkspaceRules rules) =>
        new(raw, arrival, rules);

    /// <summary>The same under the rules of now; itself when they have not changed.</summary>
    public PreparedObservation Under(WorkspaceRules rules) =>
        ReferenceEquals(rules, Rules) ? this : new PreparedObservation(Raw, Arrival, rules);
}
