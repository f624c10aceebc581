namespace Identity.Server;

/// <summary>
/// The server cannot start, for a reason that whoever starts it can mend. The message is meant to be shown.
/// </summary>
public sealed class ServerStartException : Exception
{
    public ServerStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
