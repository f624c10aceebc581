using Identity.Cli.Output;

namespace Identity.Cli.Importing.Running;

/// <summary>
/// How far something is: a line that is written over on a terminal, a new line now and then elsewhere. Not thread-safe.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 30;

    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private readonly Surroundings _surroundings;
    private readonly string _what;
    private readonly long _start;
    private TimeSpan _next;
    private int _width;

    /// <param name="surroundings">Where it is shown.</param>
    /// <param name="what">What is counted, in the plural.</param>
    public ProgressLine(Surroundings surroundings, string what)
    {
        (_surroundings, _what) = (surroundings, what);
        _start = surroundings.Time.GetTimestamp();
        _next = Interval;
    }

    private TimeSpan Interval => _surroundings.IsTerminal ? OnTerminal : Elsewhere;

    /// <summary>Shows how far it is, if that was not shown a moment ago.</summary>
    /// <param name="count">How many are done.</param>
    /// <param name="fraction">The part that is done, 0 to 1; null when nobody knows.</param>
    /// <param name="before">How many of them were done before this began, which the rate leaves out.</param>
    public void Report(long count, double? fraction, long before = 0)
    {
        TimeSpan elapsed = _surroundings.Time.GetElapsedTime(_start);
        if (elapsed < _next) { return; }
        _next = elapsed + Interval;
        string rate = Printing.Text((long)((count - before) / elapsed.TotalSeconds));
        string line = $"{PartOf(fraction)}{Printing.Text(count)} {_what}, {rate} a second";
        if (!_surroundings.IsTerminal)
        {
            _surroundings.Error.WriteLine(line);
            return;
        }

        _surroundings.Error.Write('\r' + line.PadRight(_width));
        _surroundings.Error.Flush();
        _width = line.Length;
    }

    /// <summary>Removes the line from the terminal.</summary>
    public void Dispose()
    {
        if (_width > 0) { _surroundings.Error.Write('\r' + new string(' ', _width) + '\r'); }
    }

    private string PartOf(double? fraction)
    {
        if (fraction is not { } part) { return ""; }
        int percent = (int)(part * 100);
        if (!_surroundings.IsTerminal) { return $"{percent} %, "; }
        int filled = (int)(part * BarWidth);
        return $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {percent,3} %  ";
    }
}
