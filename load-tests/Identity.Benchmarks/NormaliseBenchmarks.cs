using BenchmarkDotNet.Attributes;
using Identity.Core.Identifiers;

namespace Identity.Benchmarks;

/// <summary>Cleaning a value of an identifier: once for each that comes in.</summary>
public class NormaliseBenchmarks
{
    private readonly Normaliser _email = NamespaceDefaults.NormaliserFor("email");
    private readonly Normaliser _phone = NamespaceDefaults.NormaliserFor("phone");
    private readonly Normaliser _cookie = NamespaceDefaults.NormaliserFor("cookie");

    [Benchmark]
    public NormalisedValue Email() => _email.Normalise(" Anna.de.Vries@Mail.Example ");

    [Benchmark]
    public NormalisedValue Phone() => _phone.Normalise("+31 6 1234 5678");

    [Benchmark]
    public NormalisedValue Cookie() => _cookie.Normalise("c0b5e1c5a7f94b6c9d21");
}
