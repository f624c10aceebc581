namespace Identity.Cli;

/// <summary>How a command ends.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;
    public const int Failed = 1;
    public const int WrongUse = 2;
}

/// <summary>The command was called in a way that cannot work. The message is shown; nothing was done.</summary>
internal sealed class WrongUseException(string message) : Exception(message);

/// <summary>The command could not do what it was asked for. The message is shown.</summary>
internal sealed class FailedException(string message, Exception? inner = null) : Exception(message, inner);
