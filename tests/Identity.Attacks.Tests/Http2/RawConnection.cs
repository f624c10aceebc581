using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Identity.Attacks.Tests.Http2;

/// <summary>A connection that says what a test wants and keeps what the server answers.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    // A write that takes longer than this waits for a server that has stopped reading.
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp;
    private readonly bool _reads;
    private readonly Task _reading;

    private RawConnection(TcpClient tcp, bool reads)
    {
        _tcp = tcp;
        _reads = reads;
        _reading = reads ? ReadAsync() : Task.CompletedTask;
    }

    /// <summary>Error codes of GOAWAY frames, in order.</summary>
    public ConcurrentQueue<int> GoAways { get; } = [];

    /// <summary>Error codes of streams that the server reset.</summary>
    public ConcurrentDictionary<int, int> Resets { get; } = [];

    /// <summary>Streams on which the server said that it had nothing more to say.</summary>
    public ConcurrentDictionary<int, bool> Ended { get; } = [];

    /// <summary>Streams that got response headers.</summary>
    public ConcurrentDictionary<int, bool> Answered { get; } = [];

    /// <summary>Values of <c>grpc-status</c> by stream; the last one counts.</summary>
    public ConcurrentDictionary<int, string> Statuses { get; } = [];

    /// <summary>How many frames of each type came.</summary>
    public ConcurrentDictionary<FrameType, int> Received { get; } = [];

    /// <summary>Ends when the server has closed the connection.</summary>
    public Task Closed => _reading;

    /// <summary>Whether the server stopped reading.</summary>
    public bool HasStalled { get; private set; }

    /// <summary>Connects and begins HTTP/2.</summary>
    /// <param name="port">Where the server is, on this machine.</param>
    /// <param name="reads">Whether anything that the server says is read.</param>
    /// <param name="from">The address to come from; null is any.</param>
    public static async Task<RawConnection> OpenAsync(int port, bool reads = true, IPAddress? from = null)
    {
        RawConnection connection = await ConnectAsync(port, reads, from);
        await connection.SendAsync(Frames.Beginning());
        return connection;
    }

    /// <summary>Connects and says nothing yet.</summary>
    public static async Task<RawConnection> ConnectAsync(int port, bool reads = true, IPAddress? from = null)
    {
        TcpClient tcp = new(new IPEndPoint(from ?? IPAddress.Loopback, 0)) { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        return new RawConnection(tcp, reads);
    }

    /// <summary>Sends; false when the server has closed the connection.</summary>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        using CancellationTokenSource patience = new(Stalled);
        try
        {
            await _tcp.GetStream().WriteAsync(bytes, patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            HasStalled = true;
            return false;
        }
    }

    /// <summary>Sends the same again and again, until the server closes or stops reading or it is enough.</summary>
    /// <returns>How many bytes were sent.</returns>
    public async Task<long> FloodAsync(byte[] frames, long bytesMax)
    {
        byte[] many = Frames.Many(frames);
        long sent = 0;
        while (sent < bytesMax && !(_reads && _reading.IsCompleted) && await SendAsync(many)) { sent += many.Length; }

        return sent;
    }

    /// <summary>Waits until something has come, or the server has closed the connection.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!condition() && !_reading.IsCompleted)
        {
            await Task.WhenAny(_reading, Task.Delay(10, patience.Token));
            if (patience.IsCancellationRequested) { throw new TimeoutException("It did not come."); }
        }

        Assert.True(condition(), $"The server closed the connection before that: GOAWAY {string.Join(',', GoAways)}.");
    }

    public async ValueTask DisposeAsync()
    {
        _tcp.Close();
        await _reading;
        _tcp.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] header = new byte[Frames.HeaderLength];
        byte[] payload = new byte[1 << 14];
        try
        {
            NetworkStream stream = _tcp.GetStream();
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                int length = (header[0] << 16) | (header[1] << 8) | header[2];
                await stream.ReadExactlyAsync(payload.AsMemory(0, length));
                Keep(header, payload.AsSpan(0, length));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // The end of the connection, however it came.
        }
    }

    private void Keep(byte[] header, ReadOnlySpan<byte> payload)
    {
        FrameType type = (FrameType)header[3];
        int stream = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5));
        bool carriesEnd = type is FrameType.Headers or FrameType.Data;
        Received.AddOrUpdate(type, 1, (_, count) => count + 1);
        if (type == FrameType.GoAway) { GoAways.Enqueue(BinaryPrimitives.ReadInt32BigEndian(payload[4..])); }
        if (type == FrameType.Reset) { Resets[stream] = BinaryPrimitives.ReadInt32BigEndian(payload); }
        if (type == FrameType.Headers)
        {
            Answered[stream] = true;
            if (HeaderBlock.Find(payload, "grpc-status") is { } status) { Statuses[stream] = status; }
        }

        if (carriesEnd && (header[4] & Frames.EndStream) != 0) { Ended[stream] = true; }
    }
}
