using System.Buffers.Binary;
using System.Buffers.Text;
using Identity.Application.Access;
using Identity.Stores;

namespace Identity.Application;

/// <summary>Revisions as the opaque text that callers see.</summary>
public static class Revisions
{
    private const int TextLength = 11;

    public static string Write(long revision)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, revision);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The revision in a text; 0 when it is empty.</summary>
    /// <exception cref="RefusedException">The text is none that was handed out.</exception>
    public static long Parse(string text)
    {
        if (text.Length == 0) { return 0; }
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (text.Length != TextLength || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out int written)
            || written != sizeof(long) || BinaryPrimitives.ReadInt64BigEndian(bytes) < 0)
        {
            throw Malformed();
        }

        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>Refuses a revision that a workspace has never had.</summary>
    /// <exception cref="RefusedException">It is ahead of the workspace.</exception>
    internal static async ValueTask CheckAsync(
        IReadTransaction read, long workspace, long atLeast, CancellationToken cancellationToken)
    {
        if (atLeast == 0) { return; }
        // Whoever was handed a revision was handed it after the commit, so a later read cannot be behind it.
        if (await read.RevisionAsync(workspace, cancellationToken) < atLeast) { throw Malformed(); }
    }

    internal static RefusedException Malformed() => new(Refusal.OfField(
        "at_least_revision", RefusalReasons.RevisionMalformed, "It is no revision of this workspace."));
}
