using Identity.V1;

namespace Identity.Cli.Output;

/// <summary>A household, for people.</summary>
internal static class HouseholdText
{
    public static void Write(TextWriter output, Household household)
    {
        List<string[]> head =
        [
            ["household", household.HouseholdId.Length == 0 ? "none" : household.HouseholdId],
            ["state", StateOf(household.State)],
            ["persons", Printing.Text(household.Size)],
        ];
        if (household.FirstSeen is not null)
        {
            head.Add(["seen", $"{Printing.Text(household.FirstSeen)} to {Printing.Text(household.LastSeen)}"]);
        }

        output.WriteColumns("", head);
        WriteSection(output, "members", household.Members.Select(member => new[]
        {
            member.PersonId, $"since {Printing.Text(member.Since)}", $"last seen {Printing.Text(member.LastSeen)}",
        }));
        WriteSection(output, "moved", household.History.Select(stay => new[]
        {
            stay.PersonId, $"from {Printing.Text(stay.From)}", $"to {Printing.Text(stay.To)}",
        }));
    }

    private static string StateOf(HouseholdState state) => state switch
    {
        HouseholdState.Occupied => "they live together",
        HouseholdState.MultiOccupancy => "too many, or a business address: no household",
        HouseholdState.Vacant => "all have moved",
        _ => state.ToString(),
    };

    private static void WriteSection(TextWriter output, string title, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        if (all.Length == 0) { return; }
        output.WriteLine();
        output.WriteLine(title);
        output.WriteColumns("  ", all);
    }
}
