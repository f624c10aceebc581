using Identity.Core.Resolution;

namespace Identity.Application.Ingesting;

/// <summary>Counts with how many values of a unique namespace an identifier was seen directly.</summary>
internal static class UniqueSeen
{
    /// <summary>Counting stops here; no rule needs more.</summary>
    public const int CountMax = 1_000;

    /// <summary>A member was for the first time seen directly with another identifier.</summary>
    public static async ValueTask CountAsync(
        Neighbourhood hood, Member member, Node other, CancellationToken cancellationToken)
    {
        if (member.Node.Rule.IsUnique || !other.Rule.IsUnique) { return; }
        int stored = member.Stored is null ? 0 : await hood.Transaction.CountVouchedValuesAsync(
            hood.Workspace.Number, member.Node.Handle, other.Key.Namespace, CountMax, cancellationToken);
        member.Node.UniqueSeen = Math.Max(member.Node.UniqueSeen, Math.Min(stored + 1, CountMax));
    }
}
