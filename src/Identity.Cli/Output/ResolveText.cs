using Identity.V1;

namespace Identity.Cli.Output;

/// <summary>The answer to who a visitor is, for people.</summary>
internal static class ResolveText
{
    public static void Write(TextWriter output, ResolveResponse response)
    {
        List<string[]> rows = [["level", LevelOf(response.Level)], ["person", PersonOf(response)]];
        if (response.HouseholdId.Length > 0) { rows.Add(["household", response.HouseholdId]); }
        if (response.Evidence?.Identifier is { } identifier)
        {
            rows.Add(["rests on", $"{Printing.Text(identifier)}{Provenance(response.Evidence)}"]);
        }

        rows.Add(["allowed", Named(response.Permissions, wanted: true)]);
        rows.Add(["not allowed", Named(response.Permissions, wanted: false)]);
        Add(rows, "claims", response.Claims);
        Add(rows, "conflicts", response.Conflicts);
        output.WriteColumns("", rows);
        WriteSection(output, "fields", response.Fields
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => new[] { Printing.Plain(field.Key), Printing.Text(field.Value) }));
        WriteSection(output, "withheld", response.Withheld
            .Select(field => new[] { Printing.Plain(field.Field), ReasonOf(field.Reason) }));
    }

    private static string LevelOf(RecognitionLevel level) => level switch
    {
        RecognitionLevel.Unknown => "1 unknown: nothing is known of this visitor",
        RecognitionLevel.Device => "2 device: seen before, nobody has shown to be behind it",
        RecognitionLevel.Remembered => "3 remembered: very likely this person, not certain",
        RecognitionLevel.Authenticated => "4 authenticated: logged in now",
        _ => level.ToString(),
    };

    private static string PersonOf(ResolveResponse response) => response.PersonId.Length == 0
        ? "none" : response.PersonId + (response.Created ? " (new)" : "");

    private static string Provenance(Evidence evidence)
    {
        string when = Printing.Text(evidence.LinkedAt);
        string sources = Printing.Plain(string.Join(", ", evidence.Sources));
        string text = string.Join(", ", new[] { when, sources }.Where(part => part.Length > 0));
        return text.Length == 0 ? "" : $" ({text})";
    }

    private static string Named(Permissions? permissions, bool wanted)
    {
        permissions ??= new Permissions();
        (bool Held, string Name)[] all =
        [
            (permissions.PersonalizeSite, "personalize site"), (permissions.ShowName, "show name"),
            (permissions.RetargetEmail, "retarget by e-mail"), (permissions.ChangeAccount, "change account"),
        ];
        string[] names = [.. all.Where(permission => permission.Held == wanted).Select(permission => permission.Name)];
        return names.Length == 0 ? "nothing" : string.Join(", ", names);
    }

    private static string ReasonOf(WithheldReason reason) => reason switch
    {
        WithheldReason.Level => "the level is too low",
        WithheldReason.Scope => "the key lacks the scope profiles.pii",
        WithheldReason.Purpose => "not for this purpose",
        WithheldReason.Consent => "the person did not agree",
        WithheldReason.NoValue => "not known",
        _ => reason.ToString(),
    };

    private static void Add(List<string[]> rows, string name, IReadOnlyCollection<Identifier> identifiers)
    {
        if (identifiers.Count > 0) { rows.Add([name, string.Join(", ", identifiers.Select(Printing.Text))]); }
    }

    private static void WriteSection(TextWriter output, string title, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        if (all.Length == 0) { return; }
        output.WriteLine();
        output.WriteLine(title);
        output.WriteColumns("  ", all);
    }
}
