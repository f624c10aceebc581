namespace Identity.Api.Observing;

/// <summary>
/// Lets a few lines of a kind into the log each second, so that what goes wrong with every call does not drown
/// everything else, or fill the disk. Thread-safe.
/// </summary>
internal sealed class LineBudget(TimeProvider time)
{
    /// <summary>The most lines in a second.</summary>
    public const int LinesPerSecondMax = 5;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _secondBegan;
    private int _lines;
    private long _leftOut;

    /// <summary>Whether a line may be written.</summary>
    /// <param name="leftOut">How many could not be since the last one, for the line to tell.</param>
    public bool TryTake(out long leftOut)
    {
        lock (_gate)
        {
            leftOut = 0;
            if (_secondBegan == 0 || time.GetElapsedTime(_secondBegan) >= Second)
            {
                (_secondBegan, _lines) = (time.GetTimestamp(), 0);
            }

            if (_lines == LinesPerSecondMax)
            {
                _leftOut++;
                return false;
            }

            _lines++;
            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
    }
}
