using System.IO.Compression;
using System.Text;
using Identity.Cli.Importing.Reading;
using Xunit;

namespace Identity.Cli.Tests.Importing;

public sealed class EncodingTests : IDisposable
{
    private const string Text = "klantnummer;plaats\n1;Liège\n2;Curaçao\n3;Besançon €\n";

    private readonly CommandLineCase _case = new();

    [Theory]
    [InlineData("utf-8", false, "UTF-8")]
    [InlineData("utf-8", true, "UTF-8")]
    [InlineData("utf-16", true, "UTF-16")]
    [InlineData("utf-16", false, "UTF-16")]
    [InlineData("utf-16BE", true, "UTF-16BE")]
    [InlineData("utf-16BE", false, "UTF-16BE")]
    [InlineData("windows-1252", false, "Windows-1252")]
    public async Task An_encoding_is_found_out_and_named(string name, bool isMarked, string expected)
    {
        Encoding encoding = RowDecoder.OfName(name);
        byte[] bytes = [.. isMarked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)];
        await using TextSource source = await OpenAsync(bytes);
        Assert.Equal(expected, source.EncodingName.Length > 0 ? source.EncodingName : source.Decoder.Name);
        Assert.Equal(Text, await ReadAsync(source));
    }

    [Fact]
    public async Task What_is_packed_with_gzip_is_read_as_if_it_were_not()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Text), TestContext.Current.CancellationToken);
        }

        await using TextSource source = await OpenAsync(packed.ToArray());
        Assert.Equal(Text, await ReadAsync(source));
    }

    [Theory]
    [InlineData("ibm850", "Liège Curaçao café René Zoë")]
    [InlineData("macintosh", "Liège Curaçao café René Zoë")]
    public async Task An_encoding_that_cannot_be_told_is_asked_for(string name, string text)
    {
        byte[] bytes = RowDecoder.OfName(name).GetBytes($"naam\n{text}\n");
        WrongUseException failure = await Assert.ThrowsAsync<WrongUseException>(() => OpenAsync(bytes));
        Assert.Contains("--encoding", failure.Message, StringComparison.Ordinal);
        await using TextSource named = await OpenAsync(bytes, name);
        Assert.Equal($"naam\n{text}\n", await ReadAsync(named));
    }

    [Fact]
    public async Task An_encoding_of_no_name_is_refused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        WrongUseException failure = await Assert.ThrowsAsync<WrongUseException>(() => OpenAsync(bytes, "klingon"));
        Assert.Contains("'klingon' is no encoding", failure.Message, StringComparison.Ordinal);
    }

    // A file that begins in ASCII shows only later what it is.
    [Fact]
    public void The_first_row_that_is_not_ascii_decides_and_others_are_refused()
    {
        var utf8 = RowDecoder.Of("ASCII");
        Assert.Equal("Gent", utf8.Decode("Gent"u8));
        Assert.Equal("Liège", utf8.Decode("Liège"u8));
        Assert.Null(utf8.Decode(Encoding.Latin1.GetBytes("Liège")));
        Assert.Equal("UTF-8", utf8.Name);

        var western = RowDecoder.Of("ASCII");
        Assert.Equal("Liège", western.Decode(Encoding.Latin1.GetBytes("Liège")));
        Assert.Equal("Windows-1252", western.Name);
        Assert.Equal("Windows-1252", RowDecoder.Of(western.Name).Name);
    }

    public void Dispose() => _case.Dispose();

    private Task<TextSource> OpenAsync(byte[] bytes, string? encoding = null)
    {
        _case.Write("file.csv", bytes);
        return TextSource.OpenAsync(
            "file.csv", Path.Combine(_case.Folder, "file.csv"), encoding, TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadAsync(TextSource source)
    {
        using var all = new MemoryStream();
        await source.Text.CopyToAsync(all, TestContext.Current.CancellationToken);
        return source.Decoder.Decode(all.ToArray())!;
    }
}
