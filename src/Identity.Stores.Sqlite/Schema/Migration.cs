namespace Identity.Stores.Sqlite.Schema;

/// <summary>A step of the schema.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Text">Its statements; the last sets `user_version` to the number.</param>
internal sealed record Migration(int Number, string Name, string Text)
{
    /// <summary>All steps, in order. A released one is never changed: what is stored follows it.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "First tables", FirstTables.Text),
        new(2, "Recorded history", RecordedHistory.Text),
        new(3, "Households", Households.Text),
        new(4, "Matching", Matching.Text),
    ];

    /// <summary>The number of the last step: the schema that this program needs.</summary>
    public static int Newest { get; } = All[^1].Number;
}
