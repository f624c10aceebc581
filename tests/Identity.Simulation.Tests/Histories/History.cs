using System.Text;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Core.Rules;

namespace Identity.Simulation.Tests.Histories;

/// <summary>What a source sent, and what cleaning made of it.</summary>
internal sealed record Sent(RawObservation Raw, bool IsPublic, Observation Cleaned);

/// <summary>What sources sent and stewards decided in a workspace, in the order of arrival. Immutable.</summary>
internal sealed record History
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public required int Seed { get; init; }

    public required WorkspaceRules Rules { get; init; }

    public required IReadOnlyList<Sent> Sent { get; init; }

    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    public required DateTimeOffset Now { get; init; }

    public IReadOnlyList<Observation> Observations => [.. Sent.Select(sent => sent.Cleaned)];

    public static DateTimeOffset Minute(double minute) => Start.AddMinutes(minute);

    /// <summary>When everything is said to have arrived: later than all that happened, within a day of it.</summary>
    public static DateTimeOffset Arrival => Minute(120);

    public History WithoutSent(int index) => this with { Sent = [.. Sent.Where((_, place) => place != index)] };

    public History WithoutDecision(int index) =>
        this with { Decisions = [.. Decisions.Where((_, place) => place != index)] };

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"seed {Seed}, rules {IndexOfRules()}, now minute {(Now - Start).TotalMinutes}"));
        foreach (Sent sent in Sent) { text.AppendLine(Describe(sent)); }
        foreach (Decision decision in Decisions)
        {
            double minute = (decision.DecidedAt - Start).TotalMinutes;
            text.AppendLine(Invariant($"  {decision.Id}: {decision.Verdict} {decision.A} {decision.B} at {minute}"));
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private int IndexOfRules() => SimulationRules.All.ToList().IndexOf(Rules);

    private static string Describe(Sent sent)
    {
        Observation observation = sent.Cleaned;
        IEnumerable<string> identifiers = observation.Identifiers.Select(
            item => (item.Claimed ? "?" : "") + new IdentifierKey(item.Rule.Name, item.Shown ?? item.Value, 0));
        double minute = (observation.OccurredAt - Start).TotalMinutes;
        string text = Invariant($"  {observation.MessageId} at {minute}, level {(int)observation.Level}: ")
            + string.Join(", ", identifiers);
        if (sent.IsPublic) { text += " (public)"; }
        if (observation.Forgets) { text += " (forget)"; }
        if (observation.Event is { } name) { text += " event " + name; }
        foreach (Trait trait in observation.Traits) { text += Invariant($" {trait.Name}={trait.Json}"); }
        foreach (Core.Consents.ConsentStatement consent in observation.Consents)
        {
            text += Invariant(
                $" {consent.Channel}/{consent.Purpose}={consent.Granted}@{(consent.StatedAt - Start).TotalMinutes}");
        }

        return text;
    }
}
