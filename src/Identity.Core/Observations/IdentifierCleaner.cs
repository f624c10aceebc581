using Identity.Core.Cleaning;
using Identity.Core.Identifiers;
using Identity.Core.Rules;

namespace Identity.Core.Observations;

/// <summary>Normalises the identifiers of one observation.</summary>
internal static class IdentifierCleaner
{
    /// <summary>
    /// The identifiers that take part, each once. Unknown namespaces and empty or oversized values refuse the
    /// observation; a blocked value takes no part; one that its namespace cannot read is left out with a problem, and
    /// refuses the observation only when nothing else is left of it.
    /// </summary>
    public static List<Mentioned> Clean(RawObservation raw, WorkspaceRules rules, ObservationCleaner report)
    {
        var result = new List<Mentioned>(raw.Identifiers.Count);
        bool blocked = false;
        var unreadable = new List<Problem>();
        for (int index = 0; index < raw.Identifiers.Count; index++)
        {
            RawIdentifier item = raw.Identifiers[index];
            if (!rules.TryGetNamespace(item.Namespace, out NamespaceRule? rule))
            {
                report.Refuse($"identifiers[{index}].namespace", ProblemCodes.NamespaceUnknown,
                    "The workspace has no such namespace.");
                continue;
            }

            string path = $"identifiers[{index}].value";
            NormalisedValue value = NormaliserOf(rule, raw).Normalise(item.Value);
            if (item.Value.Length == 0 || value.Problem == NormaliserProblems.TooLong)
            {
                report.Refuse(path, value.Problem ?? NormaliserProblems.Empty,
                    $"A value has 1 to {Normaliser.ValueBytesMax} bytes in UTF-8.");
            }
            else if (IsBlocked(rules, rule, item, value))
            {
                blocked = true;
                report.Add(path, ProblemCodes.ValueBlocked, "The value is blocked and takes no part.");
            }
            else if (value.Problem is { } problem)
            {
                unreadable.Add(new Problem(path, problem,
                    $"The namespace {rule.Name} cannot read it; it takes no part."));
            }
            else
            {
                AddFlags(rule, item.Value, value.Key, path, report);
                AddOnce(result, new Mentioned(rule, value.Key, value.Shown, item.Claimed));
            }
        }

        bool nothingLeft = result.Count == 0 && !blocked;
        foreach (Problem problem in unreadable)
        {
            if (nothingLeft) { report.Refuse(problem.Field, problem.Code, problem.Detail); }
            else { report.Add(problem.Field, problem.Code, problem.Detail); }
        }

        return result;
    }

    // A number without a country code is one of the country that the record states.
    private static Normaliser NormaliserOf(NamespaceRule rule, RawObservation raw)
    {
        if (rule.Normaliser is not PhoneNormaliser || raw.Traits.Count == 0) { return rule.Normaliser; }

        return RecordCountry.Of(raw.Traits) is { } country && Normaliser.PhoneOf(country) is { } own
            ? own : rule.Normaliser;
    }

    private static void AddFlags(
        NamespaceRule rule, string raw, string key, string path, ObservationCleaner report)
    {
        if (rule.Normaliser is EmailNormaliser) { EmailProblems.Add(raw, path, report); }
        if (rule.Normaliser is PhoneNormaliser && TestValues.IsPhone(key))
        {
            report.Add(path, ProblemCodes.TestValue, "The value was typed to try something.");
        }
    }

    private static bool IsBlocked(WorkspaceRules rules, NamespaceRule rule, RawIdentifier item,
        NormalisedValue value) =>
        rules.IsBlocked(rule.Name, item.Value) || (value.Problem is null && rules.IsBlocked(rule.Name, value.Key));

    // The same value twice is one identifier; when one of them is a claim, it is a claim.
    private static void AddOnce(List<Mentioned> result, Mentioned item)
    {
        int index = result.FindIndex(other => other.Rule == item.Rule && other.Value == item.Value);
        if (index < 0)
        {
            result.Add(item);
            return;
        }

        Mentioned other = result[index];
        result[index] = other with { Claimed = other.Claimed || item.Claimed, Shown = other.Shown ?? item.Shown };
    }
}
