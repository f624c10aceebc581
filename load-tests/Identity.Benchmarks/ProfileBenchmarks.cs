using System.Text;
using BenchmarkDotNet.Attributes;
using Identity.Core.Observations;
using Identity.Core.Profiles;

namespace Identity.Benchmarks;

/// <summary>Making, writing and reading what is known of a person.</summary>
public class ProfileBenchmarks
{
    private IReadOnlyList<Observation> _visits = [];
    private byte[] _text = [];

    /// <summary>From how many observations it is made.</summary>
    [Params(10, 100)]
    public int Observations { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _visits = Made.Visits(Observations);
        _text = Encoding.UTF8.GetBytes(SummaryText.Write(Fold()));
    }

    /// <summary>All of them, one after the other.</summary>
    [Benchmark]
    public Summary Fold()
    {
        Summary sum = Summary.Empty;
        foreach (Observation visit in _visits) { sum = sum.With(visit, Made.Rules); }
        return sum;
    }

    /// <summary>What a website is shown.</summary>
    [Benchmark]
    public ShownProfile ParseShown() => ShownProfile.Parse(_text);

    /// <summary>Everything, to be added to.</summary>
    [Benchmark]
    public Summary ParseAll() => SummaryText.Parse(_text.AsMemory());
}
