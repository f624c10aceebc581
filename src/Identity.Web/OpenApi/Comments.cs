using Google.Protobuf.Reflection;

namespace Identity.Web.OpenApi;

/// <summary>What the proto files say of their parts.</summary>
internal static class Comments
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>The comment above a part as one paragraph; null when there is none, or descriptors lack them.</summary>
    public static string? Of(DescriptorBase part)
    {
        string? comment = part.Declaration?.LeadingComments;
        return string.IsNullOrWhiteSpace(comment)
            ? null
            : string.Join(' ', comment.Split('\n', Trimmed));
    }
}
