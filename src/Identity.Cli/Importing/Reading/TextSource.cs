using System.IO.Compression;
using System.Text;

namespace Identity.Cli.Importing.Reading;

/// <summary>
/// An open file as a stream of text in UTF-8 or in an encoding that keeps ASCII, whatever the file is in: UTF-16 and
/// what is compressed with gzip is undone. Read once.
/// </summary>
internal sealed class TextSource : IAsyncDisposable
{
    /// <summary>So much of a file is looked at before anything else is done.</summary>
    public const int HeadBytesMax = 512 * 1024;

    private static readonly byte[] Gzip = [0x1F, 0x8B];
    private static readonly byte[] Zip = [(byte)'P', (byte)'K', 3, 4];
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    private readonly FileStream _file;
    private readonly string _name;

    private TextSource(string name, FileStream file) => (_name, _file, Text) = (name, file, file);

    /// <summary>
    /// The text, from its first byte after a byte order mark; what is in <see cref="Head"/> comes again.
    /// </summary>
    public Stream Text { get; private set; }

    /// <summary>The first bytes of the text, at most <see cref="HeadBytesMax"/>.</summary>
    public ReadOnlyMemory<byte> Head { get; private set; }

    /// <summary>Whether there is no more than the head.</summary>
    public bool IsWhole => Head.Length < HeadBytesMax;

    /// <summary>How the text is encoded.</summary>
    public RowDecoder Decoder { get; set; } = RowDecoder.Of("ASCII");

    /// <summary>The encoding of the file, for people.</summary>
    public string EncodingName { get; private set; } = "";

    /// <summary>The part of the file that was read, 0 to 1; null where nobody knows how long it is.</summary>
    public double? Fraction => _file.CanSeek && _file.Length > 0 ? (double)_file.Position / _file.Length : null;

    /// <summary>Whether the same bytes can be read again, so that an import can go on later.</summary>
    public bool CanRepeat => _file.CanSeek;

    public long FileLength => _file.CanSeek ? _file.Length : 0;

    /// <summary>Opens a file.</summary>
    /// <param name="name">As it was named.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="encoding">The encoding that was named; null to find it out.</param>
    /// <param name="cancellationToken">Ends the reading of its beginning.</param>
    /// <exception cref="WrongUseException">It does not exist, or its encoding cannot be told.</exception>
    /// <exception cref="FailedException">It is empty, or no text.</exception>
    public static async Task<TextSource> OpenAsync(
        string name, string path, string? encoding, CancellationToken cancellationToken)
    {
        var source = new TextSource(name, OpenFile(name, path));
        try
        {
            await source.LookAsync(encoding, cancellationToken);
            return source;
        }
        catch (InvalidDataException failure)
        {
            await source.DisposeAsync();
            throw new FailedException($"{name} begins like a gzip file and cannot be unpacked.", failure);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes on at a place of the text, counted in bytes from its beginning.</summary>
    public async ValueTask SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            int read = await Text.ReadAsync(
                buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), cancellationToken);
            if (read == 0) { return; }
            bytes -= read;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Text.DisposeAsync();
        await _file.DisposeAsync();
    }

    private static FileStream OpenFile(string name, string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
            });
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WrongUseException($"{name} does not exist.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"{name} cannot be read.");
        }
    }

    private async Task LookAsync(string? encoding, CancellationToken cancellationToken)
    {
        byte[] head = await TakeHeadAsync(cancellationToken);
        if (head.AsSpan().StartsWith(Gzip))
        {
            Text = new GZipStream(Text, CompressionMode.Decompress);
            head = await TakeHeadAsync(cancellationToken);
        }

        if (head.AsSpan().StartsWith(Zip))
        {
            throw new FailedException($"{_name} is a workbook or an archive. Save it as CSV in UTF-8, or unpack it.");
        }

        Encoding? wide = encoding is null ? WideEncodingOf(head) : RowDecoder.OfName(encoding);
        if (wide is not null && wide is not UTF8Encoding)
        {
            Text = Encoding.CreateTranscodingStream(Text, wide, new UTF8Encoding(false));
            head = await TakeHeadAsync(cancellationToken);
        }

        if (head.AsSpan().StartsWith(Utf8Mark))
        {
            await SkipAsync(Utf8Mark.Length, cancellationToken);
            head = await TakeHeadAsync(cancellationToken);
        }

        Head = head;
        Decoder = encoding is not null || wide is not null ? RowDecoder.Of("UTF-8") : DetectDecoder(head);
        EncodingName = wide?.WebName.ToUpperInvariant() ?? "";
    }

    private RowDecoder DetectDecoder(byte[] head) => RowDecoder.Detect(head) ?? throw new WrongUseException(
        $"{_name} is neither in UTF-8 nor in Windows-1252. "
        + "Say with --encoding in which it is, for instance ibm850 (DOS) or macintosh; "
        + "or convert it: iconv -f IBM850 -t UTF-8 FILE > NEW.");

    // Reads the beginning, and puts it back.
    private async Task<byte[]> TakeHeadAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadBytesMax];
        int length = await Text.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        Array.Resize(ref head, length);
        Text = new PrefixedStream(head, Text);
        return head;
    }

    // By a byte order mark; without one, by the zeros that ASCII has in UTF-16.
    private static Encoding? WideEncodingOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF32.GetPreamble())) { return Encoding.UTF32; }
        if (head.StartsWith(Encoding.Unicode.GetPreamble())) { return Encoding.Unicode; }
        if (head.StartsWith(Encoding.BigEndianUnicode.GetPreamble())) { return Encoding.BigEndianUnicode; }
        int even = 0;
        int odd = 0;
        int looked = Math.Min(head.Length, 4096) & ~1;
        for (int index = 0; index < looked; index += 2)
        {
            if (head[index] == 0) { even++; }
            if (head[index + 1] == 0) { odd++; }
        }

        int most = looked * 2 / 5;
        if (looked < 4) { return null; }
        if (odd >= most && even == 0) { return Encoding.Unicode; }
        return even >= most && odd == 0 ? Encoding.BigEndianUnicode : null;
    }
}
