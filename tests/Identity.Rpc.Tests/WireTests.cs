using System.Text;
using Grpc.Core;
using Identity.Rpc.Wire;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class WireTests
{
    [Theory]
    [InlineData(0, "0n")]
    [InlineData(1, "100n")]
    [InlineData(TimeSpan.TicksPerMillisecond, "1000000n")]
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(TimeSpan.TicksPerSecond + 1, "1000001u")]
    [InlineData(TimeSpan.TicksPerHour, "3600000m")]
    [InlineData(TimeSpan.TicksPerDay * 30, "2592000S")]
    [InlineData(long.MaxValue, "99999999S")]
    [InlineData(-1, "0n")]
    public void Timeout_IsWrittenInTheFinestUnitThatFits(long ticks, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Format(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("1H", TimeSpan.TicksPerHour)]
    [InlineData("2M", 2 * TimeSpan.TicksPerMinute)]
    [InlineData("3S", 3 * TimeSpan.TicksPerSecond)]
    [InlineData("4m", 4 * TimeSpan.TicksPerMillisecond)]
    [InlineData("5u", 50)]
    [InlineData("6n", 1)]
    [InlineData("100n", 1)]
    [InlineData("101n", 2)]
    [InlineData("0S", 0)]
    public void Timeout_IsReadInEveryUnit(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Fact]
    public void Timeout_WrittenAndRead_IsNeverShorter()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < 10_000; round++)
        {
            var timeout = TimeSpan.FromTicks(random.NextInt64(GrpcTimeout.Max.Ticks >> random.Next(50)));

            Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out TimeSpan read));
            Assert.True(read >= timeout || read == GrpcTimeout.Max, $"{timeout} became {read}");
        }
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("100%", "100%25")]
    [InlineData("a\tb\n", "a%09b%0A")]
    [InlineData("é☺😈", "%C3%A9%E2%98%BA%F0%9F%98%88")]
    [InlineData("~\u007f", "~%7F")]
    [InlineData("", "")]
    public void StatusMessage_IsPercentEncoded(string text, string encoded)
    {
        Assert.Equal(encoded, StatusMessage.Encode(text));
        Assert.Equal(text, StatusMessage.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%1", "%1")]
    [InlineData("%zz", "%zz")]
    [InlineData("%e2%98%ba", "☺")]
    [InlineData("%ff", "\ufffd")]
    [InlineData("é", "é")]
    public void StatusMessage_ThatIsBadlyEncoded_IsReadAsFarAsItGoes(string encoded, string text) =>
        Assert.Equal(text, StatusMessage.Decode(encoded));

    [Fact]
    public void StatusMessage_ThatIsTooLong_EndsWithAWholeCharacter()
    {
        string encoded = StatusMessage.Encode(new string('a', StatusMessage.EncodedLengthMax - 1) + "☺");

        Assert.Equal(StatusMessage.EncodedLengthMax - 1, encoded.Length);
        Assert.Equal(StatusMessage.EncodedLengthMax, StatusMessage.Encode(new string('a', 10_000)).Length);
    }

    [Fact]
    public void BinaryHeader_EncodedAndDecoded_IsTheSame()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int length = 0; length < 300; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);

            string encoded = BinaryHeader.Encode(bytes);

            Assert.DoesNotContain('=', encoded);
            Assert.True(BinaryHeader.TryDecode(encoded, out byte[] decoded));
            Assert.Equal(bytes, decoded);
        }
    }

    [Fact]
    public void Serializer_ThatWritesAnotherLengthThanAnnounced_BreaksTheFrame()
    {
        System.Buffers.ArrayBufferWriter<byte> output = new();

        Assert.Throws<BrokenFrameException>(() => PayloadWriter.Write(
            output,
            "abc",
            (text, context) =>
            {
                context.SetPayloadLength(2);
                Encoding.UTF8.GetBytes(text, context.GetBufferWriter());
                context.Complete();
            },
            default));
    }

    [Fact]
    public void Serializer_ThatAnnouncesNoLength_IsFramedAllTheSame()
    {
        System.Buffers.ArrayBufferWriter<byte> output = new();

        PayloadWriter.Write(
            output,
            "abc",
            (text, context) =>
            {
                Encoding.UTF8.GetBytes(text, context.GetBufferWriter());
                context.Complete();
            },
            default);
        PayloadWriter.Write(output, "de", Marshallers.StringMarshaller.ContextualSerializer, default);

        Assert.Equal([0, 0, 0, 0, 3, .. "abc"u8, 0, 0, 0, 0, 2, .. "de"u8], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Serializer_ThatDoesNotComplete_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => PayloadWriter.Write(
            new System.Buffers.ArrayBufferWriter<byte>(), "abc", (_, _) => { }, default));
}
