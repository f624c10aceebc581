using System.Reflection;
using System.Text.RegularExpressions;
using Identity.Api.Failures;
using Identity.Api.Mapping;
using Identity.Application.Access;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Xunit;

namespace Identity.Api.Tests.Failures;

/// <summary>docs/errors.md lists every code and reason that there is, and none that there is not.</summary>
public sealed partial class ErrorListTests
{
    private static readonly System.Type[] Sources =
    [
        typeof(ProblemCodes), typeof(NormaliserProblems), typeof(ValueProblems), typeof(RefusalReasons),
        typeof(FailureReasons),
    ];

    [Fact]
    public void Every_code_is_listed_once_and_nothing_else_is()
    {
        string root = typeof(ErrorListTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "RepositoryRoot").Value ?? "";
        IEnumerable<string> listed = Row().Matches(File.ReadAllText(Path.Combine(root, "docs", "errors.md")))
            .Select(row => row.Groups[1].Value);
        string[] known =
        [
            .. Sources.SelectMany(source => source.GetFields(BindingFlags.Public | BindingFlags.Static))
                .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Distinct(),
        ];
        Assert.NotEmpty(known);
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
