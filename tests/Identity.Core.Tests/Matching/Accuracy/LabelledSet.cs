using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Matching.Evaluating;

namespace Identity.Core.Tests.Matching.Accuracy;

/// <summary>A record of which it is known whose it is.</summary>
internal sealed record LabelledRecord(
    string Id, int Source, string Label, IReadOnlyList<(FieldKind Kind, string Value)> Fields);

/// <summary>Records of which it is known whose they are, deduplicated once for all tests without any setting.</summary>
internal sealed class LabelledSet
{
    private readonly Lazy<DedupeResult> _result;

    public LabelledSet(string name, bool isLinked, Func<IEnumerable<LabelledRecord>> read)
    {
        (Name, IsLinked) = (name, isLinked);
        var records = new Lazy<LabelledRecord[]>(() => [.. read()]);
        Read = () => records.Value;
        _result = new Lazy<DedupeResult>(() => Deduplicate(Records));
    }

    public string Name { get; }

    /// <summary>Two files without duplicates of their own.</summary>
    public bool IsLinked { get; }

    public IReadOnlyList<LabelledRecord> Records => Read();

    public DedupeResult Result => _result.Value;

    private Func<LabelledRecord[]> Read { get; }

    public ClusterMeasures Measures() => ClusterMeasures.Of(Result, LabelsOf(Result));

    /// <summary>The label of each place of a result.</summary>
    public string[] LabelsOf(DedupeResult result)
    {
        var labels = Records.ToDictionary(record => record.Id, record => record.Label, StringComparer.Ordinal);
        return [.. result.Ids.Select(id => labels[id])];
    }

    public DedupeResult Deduplicate(IEnumerable<LabelledRecord> records, MatchModel? model = null)
    {
        var deduplication = new Deduplication(new DedupeOptions
        {
            Reference = LabelledSets.Today,
            AcrossOnly = IsLinked,
            UniqueSources = IsLinked,
            Model = model,
        });
        foreach (LabelledRecord record in records)
        {
            if (!deduplication.TryAdd(record.Id, record.Source, record.Fields))
            {
                throw new InvalidOperationException($"{Name} has {record.Id} twice.");
            }
        }

        return deduplication.Run(progress: null);
    }
}
