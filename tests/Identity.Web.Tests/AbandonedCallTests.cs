using System.Net.Sockets;
using System.Text;
using Identity.Web.Connect;
using Xunit;
using static Identity.Web.Tests.Calls;

namespace Identity.Web.Tests;

/// <summary>Callers who leave before they have their answer.</summary>
public sealed class AbandonedCallTests
{
    [Fact]
    public async Task A_handler_is_told_that_the_caller_left()
    {
        await using var host = new EchoHost();
        await host.InitializeAsync();
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent("{\"wait\":true}", null, JsonCodec.MediaType);
        Task<HttpResponseMessage> call = host.Client.PostAsync(EchoHost.Echo, content, leaving.Token);
        await host.Probe.Waiting.Task.WaitAsync(Ending);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await host.Probe.Released.Task.WaitAsync(Ending);
        Assert.DoesNotContain(host.Log.Lines, IsOfUsAndAnError);
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_is_no_error_of_ours()
    {
        await using var host = new EchoHost();
        await host.InitializeAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, Ending);
            string head = $"POST {EchoHost.Echo} HTTP/1.1\r\nHost: x\r\nContent-Type: {JsonCodec.MediaType}\r\n"
                + "Content-Length: 100\r\n\r\n{\"text\":";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Ending);
        }

        (await host.Client.JsonAsync(EchoHost.Echo, "{}")).Succeeds();
        await host.DisposeAsync();
        Assert.DoesNotContain(host.Log.Lines, IsOfUsAndAnError);
    }

    private static bool IsOfUsAndAnError(string line) =>
        line.StartsWith("Error ", StringComparison.Ordinal) || line.Contains(" 1101 ", StringComparison.Ordinal);
}
