namespace Identity.Server.Connections;

/// <summary>
/// Finds the frames in the bytes that a client of HTTP/2 (RFC 9113) sends, in whatever parts they come, and counts
/// those without any effect. For one thread at a time.
/// </summary>
internal sealed class FrameScanner
{
    private const int PrefaceLength = 24;
    private const int HeaderLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Priority = 2;
    private const byte Continuation = 9;
    private const byte EndStream = 0x1;
    private const byte EndHeaders = 0x4;
    private const byte Padded = 0x8;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerHas;
    private int _skip = PrefaceLength;
    private int _lengthIfAllPadding;

    /// <summary>Goes on with the next bytes.</summary>
    /// <returns>How many frames without effect they brought.</returns>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        int idle = 0;
        while (bytes.Length > 0)
        {
            if (_lengthIfAllPadding > 0)
            {
                // The first byte of a padded frame is the length of the padding.
                if (bytes[0] + 1 == _lengthIfAllPadding) { idle++; }
                _lengthIfAllPadding = 0;
            }

            if (_skip > 0)
            {
                int skipped = Math.Min(_skip, bytes.Length);
                _skip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            int taken = Math.Min(HeaderLength - _headerHas, bytes.Length);
            bytes[..taken].CopyTo(_header.AsSpan(_headerHas));
            bytes = bytes[taken..];
            _headerHas += taken;
            if (_headerHas == HeaderLength) { idle += BeginFrame(); }
        }

        return idle;
    }

    private int BeginFrame()
    {
        _headerHas = 0;
        _skip = (_header[0] << 16) | (_header[1] << 8) | _header[2];
        byte type = _header[3];
        byte flags = _header[4];
        bool ends = (flags & (type == Data ? EndStream : EndHeaders)) != 0;
        if (type == Data && !ends && (flags & Padded) != 0) { _lengthIfAllPadding = _skip; }

        bool idle = type switch
        {
            Data or Headers or Continuation => _skip == 0 && !ends,
            Priority or > Continuation => true,
            _ => false,
        };
        return idle ? 1 : 0;
    }
}
