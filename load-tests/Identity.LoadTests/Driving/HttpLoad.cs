using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;

namespace Identity.LoadTests.Driving;

/// <summary>
/// Calls by h2load of nghttp2, which costs a fraction of what a gRPC client costs. It looks at HTTP only, so whoever
/// uses it asks the server how the calls ended.
/// </summary>
/// <param name="Path">The method's path, from its slash on.</param>
/// <param name="Message">The request message.</param>
/// <param name="Key">The key that is presented; null for none.</param>
internal sealed partial record HttpLoad(string Path, IMessage Message, string? Key)
{
    /// <summary>A website's server has a few connections with many calls on each.</summary>
    public const int Connections = 4;

    public const int StreamsPerConnection = 16;

    private const int FrameBytes = 5;

    /// <summary>Makes so many calls, and returns the calls per second.</summary>
    /// <exception cref="InvalidOperationException">h2load is missing, or an HTTP request failed.</exception>
    public async Task<double> RunAsync(Uri server, int calls, CancellationToken cancellationToken)
    {
        string body = System.IO.Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, Framed(Message), cancellationToken);
            string output = await OutputAsync(Arguments(server, calls, body), cancellationToken);
            if (CountOf(output) != calls) { throw new InvalidOperationException($"h2load failed:\n{output}"); }
            return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(body);
        }
    }

    /// <summary>A message as the wire has it: not compressed, its length, its bytes.</summary>
    public static byte[] Framed(IMessage message)
    {
        var frame = new byte[FrameBytes + message.CalculateSize()];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - FrameBytes);
        message.WriteTo(frame.AsSpan(FrameBytes));
        return frame;
    }

    /// <summary>How many requests of h2load's report were answered with a status of 2xx; 0 when it has none.</summary>
    public static int CountOf(string output)
    {
        Match match = Succeeded().Match(output);
        return match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"status codes: (\d+) 2xx")]
    private static partial Regex Succeeded();

    [GeneratedRegex(@"([\d.]+) req/s")]
    private static partial Regex Rate();

    private IEnumerable<string> Arguments(Uri server, int calls, string body)
    {
        string[] arguments =
        [
            "-n", $"{calls}", "-c", $"{Connections}", "-m", $"{StreamsPerConnection}", "-t", "1", "-d", body,
            "-H", "content-type: application/grpc", "-H", "te: trailers",
        ];
        string[] key = Key is null ? [] : ["-H", $"authorization: Bearer {Key}"];
        return [.. arguments, .. key, new Uri(server, Path).ToString()];
    }

    private static async Task<string> OutputAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("h2load", arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException("h2load (Debian: nghttp2-client) could not be started.");
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output;
    }
}
