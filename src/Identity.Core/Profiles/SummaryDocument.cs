using System.Text.Json;

namespace Identity.Core.Profiles;

/// <summary>
/// A stored summary, read when somebody asks what is in it and kept read from then on. Immutable to its users,
/// thread-safe.
/// </summary>
public sealed class SummaryDocument
{
    private readonly byte[] _text;
    private ShownProfile? _shown;

    /// <param name="text">What <see cref="SummaryText.Write"/> wrote, as UTF-8; it is not changed any more.</param>
    public SummaryDocument(byte[] text) => _text = text;

    /// <summary>What can be shown of it.</summary>
    /// <exception cref="JsonException">The text is no summary.</exception>
    public ShownProfile Shown => Volatile.Read(ref _shown) ?? Read();

    /// <summary>How long the text is, in bytes.</summary>
    public int TextBytes => _text.Length;

    /// <summary>All of it.</summary>
    /// <exception cref="JsonException">The text is no summary.</exception>
    public Summary ToSummary() => SummaryText.Parse(_text);

    private ShownProfile Read()
    {
        ShownProfile shown = ShownProfile.Parse(_text);
        Volatile.Write(ref _shown, shown);
        return shown;
    }
}
