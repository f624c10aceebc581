using System.Net;
using System.Net.Sockets;
using System.Text;
using Identity.Api.Tests.Running;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>What belongs to which port, and how many connections one address may have.</summary>
public sealed class PortTests
{
    private const int ConnectionsPerAddressMax = 1_024;

    private static readonly byte[] Question = Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/readyz")]
    [InlineData("/healthz")]
    [InlineData("/openapi.json")]
    public async Task What_is_asked_over_HTTP_is_not_on_the_gRPC_port(string path)
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        using var client = new HttpClient();
        Assert.Equal(
            HttpStatusCode.OK, await StatusAsync(client, server.Server.HttpAddress, path, HttpVersion.Version11));
        Assert.Equal(
            HttpStatusCode.NotFound, await StatusAsync(client, server.Server.GrpcAddress, path, HttpVersion.Version20));
    }

    [Fact]
    public async Task One_address_has_a_limit_of_connections_to_the_HTTP_port_too()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        var here = new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0);
        List<TcpClient> open = [];
        try
        {
            for (int index = 0; index < ConnectionsPerAddressMax; index++)
            {
                open.Add(new TcpClient(here));
                Assert.True(await IsAnsweredAsync(open[^1], server.Server.HttpAddress.Port));
            }

            using var more = new TcpClient(here);
            Assert.False(await IsAnsweredAsync(more, server.Server.HttpAddress.Port));
            using var other = new TcpClient(new IPEndPoint(IPAddress.Parse("127.0.0.4"), 0));
            Assert.True(await IsAnsweredAsync(other, server.Server.HttpAddress.Port));
        }
        finally
        {
            foreach (TcpClient client in open) { client.Dispose(); }
        }
    }

    private static async Task<bool> IsAnsweredAsync(TcpClient client, int port)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, Calls.Ending);
            await client.GetStream().WriteAsync(Question, Calls.Ending);
            return await client.GetStream().ReadAsync(new byte[1024], Calls.Ending) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri address, string path, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage response = await client.SendAsync(request, Calls.Ending);
        return response.StatusCode;
    }
}
