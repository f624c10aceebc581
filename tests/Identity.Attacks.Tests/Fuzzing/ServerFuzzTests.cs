using Identity.Attacks.Tests.Http2;
using Identity.Attacks.Tests.Probes;
using Xunit;

namespace Identity.Attacks.Tests.Fuzzing;

/// <summary>Whatever arrives, the server answers with a documented status, stays alive and logs no error.</summary>
public sealed class ServerFuzzTests
{
    // docs/grpc.md: what bytes on the wire can lead to. UNKNOWN is a failed handler, and these handlers do not fail.
    private static readonly string[] Documented = ["0", "1", "3", "4", "8", "12", "13", "14"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Calls_that_are_nearly_right()
    {
        await using FuzzServer server = await FuzzServer.StartAsync(_ => Task.CompletedTask);
        await Fuzz.RunAsync(Fuzz.Share(0.4), random => CallAsync(server, random, Patience));
    }

    [Fact]
    public async Task Bytes_that_are_nearly_http()
    {
        await using FuzzServer server = await FuzzServer.StartAsync(_ => Task.CompletedTask);
        await Fuzz.RunAsync(Fuzz.Share(0.3), async random =>
        {
            await using (RawConnection connection = await RawConnection.ConnectAsync(server.Address.Port))
            {
                byte[] bytes = [.. Frames.Beginning(), .. FuzzCalls.Call(random, 1), .. FuzzCalls.Call(random, 3)];
                await connection.SendAsync(Mutation.Of(random, bytes));
            }

            if (random.Next(20) == 0) { await CallAsync(server, random, Patience); }
            ExpectNoError(server);
        });
    }

    [Fact]
    public async Task Control_a_handler_that_fails_now_and_then_is_found()
    {
        await using FuzzServer server = await FuzzServer.StartAsync(request =>
            request.Text.Contains('7', StringComparison.Ordinal)
                ? throw new InvalidOperationException("planted")
                : Task.CompletedTask);
        await Assert.ThrowsAsync<FuzzFindingException>(() =>
            Fuzz.RunAsync(Patience, random => CallAsync(server, random, Patience)));
    }

    [Fact]
    public async Task Control_a_handler_that_hangs_now_and_then_is_found()
    {
        await using FuzzServer server = await FuzzServer.StartAsync(request =>
            request.Text.Contains('7', StringComparison.Ordinal) ? Task.Delay(Patience) : Task.CompletedTask);
        FuzzFindingException finding = await Assert.ThrowsAsync<FuzzFindingException>(() =>
            Fuzz.RunAsync(Patience, random => CallAsync(server, random, TimeSpan.FromSeconds(2))));
        Assert.IsType<TimeoutException>(finding.InnerException);
    }

    private static async Task CallAsync(FuzzServer server, Random random, TimeSpan patience)
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Address.Port);
        int calls = random.Next(1, 20);
        for (int call = 0; call < calls; call++) { await connection.SendAsync(FuzzCalls.Call(random, (2 * call) + 1)); }

        Task ended = connection.UntilAsync(() => connection.Ended.Count + Lost(connection) >= calls);
        await ended.WaitAsync(patience);

        // Headers that are no HTTP end the stream or are refused with an HTTP status; nothing else goes without.
        Assert.All(connection.Statuses.Values, status => Assert.Contains(status, Documented));
        ExpectNoError(server);
    }

    private static int Lost(RawConnection connection) =>
        connection.Resets.Keys.Count(stream => !connection.Ended.ContainsKey(stream));

    private static bool IsError(string line) =>
        (line.StartsWith("Error:", StringComparison.Ordinal) || line.StartsWith("Critical:", StringComparison.Ordinal))
        && !ServerProcess.IsNotice(line);

    private static void ExpectNoError(FuzzServer server)
    {
        // A handler that fails and whatever the server under ours did not expect are logged as errors.
        string[] errors = [.. server.Log.Text.Split('\n').SkipWhile(line => !IsError(line))];
        if (errors.Length > 0) { throw new InvalidOperationException(string.Join('\n', errors.Take(12))); }
    }
}
