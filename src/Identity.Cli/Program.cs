using Identity.Cli.Commands;

namespace Identity.Cli;

internal static class Program
{
    public static Task<int> Main(string[] arguments) => IdentityCommand.RunAsync(arguments, Surroundings.OfProcess());
}
