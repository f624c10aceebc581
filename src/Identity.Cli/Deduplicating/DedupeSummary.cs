using System.Globalization;
using Identity.Cli.Output;
using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Matching.Evaluating;

namespace Identity.Cli.Deduplicating;

/// <summary>What a deduplication came to, for people and for machines.</summary>
internal sealed class DedupeSummary
{
    private readonly DedupeInput _input;
    private readonly DedupeResult _result;
    private ClusterMeasures? _measures;
    private (string Left, string Right, MatchExplanation Why, bool Together)? _explained;

    public DedupeSummary(DedupeInput input, DedupeResult result) => (_input, _result) = (input, result);

    /// <summary>Everything by name, for JSON.</summary>
    public object Facts => new
    {
        Rows = _input.Rows,
        LeftOut = _input.LeftOut,
        Records = _result.Count,
        Compared = _result.CandidateCount,
        Pairs = _result.Pairs.Count,
        Clusters = ClusterCount,
        TooCommonKeys = _result.TooCommonKeys,
        FitDoubt = _result.FitDoubt,
        Model = _result.Model.Version,
        Evaluation = _measures,
        Explanation = _explained is not { } pair ? null : new
        {
            pair.Left,
            pair.Right,
            pair.Why.Bits,
            pair.Why.Probability,
            pair.Why.PriorBits,
            pair.Together,
            Fields = pair.Why.Fields.Select(evidence => new
            {
                evidence.Field,
                Level = evidence.Level.ToString(),
                evidence.Context,
                evidence.Bits,
            }),
        },
    };

    private int ClusterCount => _result.ClusterOf.Where((cluster, place) => cluster == place).Count();

    /// <summary>Works out how right the result is.</summary>
    public void Evaluate(bool isAcross) => _measures = ClusterMeasures.Of(
        _result, [.. _result.Ids.Select(_input.TruthOf)],
        isAcross ? [.. _result.Ids.Select(DedupeInput.FileOf)] : null);

    /// <summary>Looks at two rows.</summary>
    /// <exception cref="WrongUseException">There is no row of that id.</exception>
    public void Explain(string left, string right)
    {
        (int one, int other) = (PlaceOf(left, first: true), PlaceOf(right, first: false));
        _explained = (left, right, _result.Explain(one, other), _result.ClusterOf[one] == _result.ClusterOf[other]);
    }

    public void Write(TextWriter output)
    {
        List<string[]> rows =
        [
            ["records", Printing.Text(_result.Count)],
            ["compared pairs", Printing.Text(_result.CandidateCount)],
            ["pairs of one person", Printing.Text(_result.Pairs.Count)],
            ["persons", Printing.Text(ClusterCount)],
            ["model", _result.Model.Version],
        ];
        if (_input.LeftOut > 0) { rows.Add(["rows left out", Printing.Text(_input.LeftOut)]); }
        if (_result.TooCommonKeys > 0)
        {
            rows.Add(["keys that too many rows have", Printing.Text(_result.TooCommonKeys)]);
        }
        output.WriteColumns("", rows);
        foreach (string defect in _input.Defects) { output.WriteLine($"  {defect}"); }
        if (_result.FitDoubt is { } doubt)
        {
            output.WriteLine($"The fit was not trusted, and the usual weights were kept: {doubt}.");
        }

        if (_measures is { } measures) { Write(output, measures); }
        if (_explained is { } pair) { Write(output, pair); }
    }

    private static void Write(TextWriter output, ClusterMeasures measures)
    {
        output.WriteLine();
        output.WriteColumns("",
        [
            ["", "precision", "recall", "F1"],
            Row("pairs", measures.Scored.Precision, measures.Scored.Recall, measures.Scored.F1),
            Row("pairs in clusters", measures.Clustered.Precision, measures.Clustered.Recall, measures.Clustered.F1),
            Row("B-cubed", measures.Cubed.Precision, measures.Cubed.Recall, measures.Cubed.F1),
        ]);
        output.WriteColumns("",
        [
            ["candidate recall", Share(measures.Candidates.Recall)],
            ["false merges per 10,000 records", measures.FalseMerges.ToString("0.0", CultureInfo.InvariantCulture)],
        ]);
    }

    private static void Write(
        TextWriter output, (string Left, string Right, MatchExplanation Why, bool Together) pair)
    {
        output.WriteLine();
        output.WriteLine(
            $"{Printing.Plain(pair.Left)} and {Printing.Plain(pair.Right)}: probability "
            + $"{pair.Why.Probability.ToString("0.0000", CultureInfo.InvariantCulture)}, "
            + $"{Bits(pair.Why.Bits)} bits, {(pair.Together ? "in one cluster" : "in two clusters")}");
        List<string[]> rows = [["two rows by chance", "", Bits(pair.Why.PriorBits), ""]];
        rows.AddRange(pair.Why.Fields.Select(field => new[]
        {
            field.Field.Replace('_', ' '), field.Level.ToString().ToLowerInvariant(), Bits(field.Bits), field.Context,
        }));
        output.WriteColumns("  ", rows);
    }

    private static string[] Row(string name, double precision, double recall, double f1) =>
        [name, Share(precision), Share(recall), Share(f1)];

    private static string Bits(double bits) => bits.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);

    // Of two files the first id is one of the first file, if it is there.
    private int PlaceOf(string id, bool first)
    {
        int[] files = first ? [0, 1] : [1, 0];
        foreach (int file in files)
        {
            string key = _input.KeyOf(id, file);
            for (int place = 0; place < _result.Count; place++)
            {
                if (_result.Ids[place] == key) { return place; }
            }
        }

        throw new WrongUseException($"--explain: no row has the id {id}.");
    }
}
