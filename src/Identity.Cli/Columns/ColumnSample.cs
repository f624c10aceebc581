namespace Identity.Cli.Columns;

/// <summary>Some values of one column: those that are there, cut and without blanks around them.</summary>
internal sealed class ColumnSample
{
    // So many values say something about a column.
    private const int EnoughMin = 3;

    private const double MostMin = 0.8;
    private const double FewMax = 0.4;

    // Longer values are no name, number or date; what they look like is not worth the time.
    private const int ValueLengthMax = 200;

    private readonly string[] _values;

    public ColumnSample(IEnumerable<string> values) => _values =
    [
        .. values.Select(value => value.Trim())
            .Where(value => value.Length is > 0 and <= ValueLengthMax),
    ];

    public int Count => _values.Length;

    public bool IsEmpty => _values.Length == 0;

    /// <summary>The part that looks like something, 0 to 1; 0 when there are no values.</summary>
    public double Share(Func<string, bool> shape) =>
        _values.Length == 0 ? 0 : (double)_values.Count(shape) / _values.Length;

    /// <summary>Whether enough values are there, and most of them look like something.</summary>
    public bool Mostly(Func<string, bool> shape) => Count >= EnoughMin && Share(shape) >= MostMin;

    /// <summary>Whether enough values are there, and few of them look like something.</summary>
    public bool Hardly(Func<string, bool> shape) => Count >= EnoughMin && Share(shape) < FewMax;
}
