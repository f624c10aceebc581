using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Xunit;

namespace Identity.Api.Tests.Access;

/// <summary>Whoever may not call is refused by the headers of a call alone, whatever its messages are.</summary>
public sealed class CallGateTests(RunningServer server)
{
    private const string Ingest = "/identity.v1.IngestionService/Ingest";
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string CreateWorkspace = "/identity.v1.WorkspaceService/CreateWorkspace";

    // An observation whose length is more than there is.
    private static readonly byte[] Broken = [0x0A, 0x7F];

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    public async Task The_key_is_looked_at_before_the_message(string contentType)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        using HttpResponseMessage control = await CallAsync(Ingest, Broken, workspace.Key, contentType);
        Assert.Equal(StatusCode.Internal, StatusOf(control));

        using HttpResponseMessage refused = await CallAsync(Ingest, Broken, null, contentType);
        Assert.Equal(StatusCode.Unauthenticated, StatusOf(refused));
        Assert.True(refused.Headers.Contains("grpc-status-details-bin"));
        using HttpResponseMessage lacking = await CallAsync(CreateWorkspace, Broken, workspace.Key, contentType);
        Assert.Equal(StatusCode.PermissionDenied, StatusOf(lacking));
    }

    [Fact]
    public async Task Without_a_key_a_message_is_small()
    {
        using HttpResponseMessage small = await CallAsync(Check, new byte[5] { 0x0A, 3, 97, 98, 99 }, null);
        Assert.Equal(StatusCode.NotFound, StatusOf(small));
        using HttpResponseMessage large = await CallAsync(Check, new byte[4097], null);
        Assert.Equal(StatusCode.ResourceExhausted, StatusOf(large));
    }

    private static StatusCode StatusOf(HttpResponseMessage response) => (StatusCode)int.Parse(
        response.TrailingHeaders.Concat(response.Headers).First(header => header.Key == "grpc-status").Value.Single(),
        System.Globalization.CultureInfo.InvariantCulture);

    private async Task<HttpResponseMessage> CallAsync(
        string path, byte[] message, string? key, string contentType = "application/grpc")
    {
        using var client = new HttpClient();
        byte[] frame = [0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Server.GrpcAddress, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (key is not null) { request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key); }
        HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        return response;
    }
}
