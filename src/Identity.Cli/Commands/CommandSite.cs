using System.CommandLine;
using Grpc.Core;
using Identity.Cli.Calling;
using Identity.Cli.Settings;

namespace Identity.Cli.Commands;

/// <summary>What commands are built with.</summary>
internal sealed record CommandSite(Surroundings Surroundings, CommonSettings Common)
{
    /// <summary>Makes a command that runs with its settings.</summary>
    public void OnRun(Command command, Func<CommandRun, Task<int>> run) =>
        command.SetAction((parsed, cancellationToken) => run(new CommandRun(
            parsed, SettingValues.Load(parsed, Common, Surroundings), this, cancellationToken)));

    /// <summary>Makes a command that calls a service, and gives it the options that this takes.</summary>
    public void OnCall(Command command, Func<CommandRun, ServiceConnection, Task<int>> call)
    {
        Common.AddCallerTo(command);
        OnRun(command, async run =>
        {
            using ServiceConnection connection = ServiceConnection.Open(run.Values, Common, Surroundings);
            try
            {
                return await call(run, connection);
            }
            catch (RpcException failure)
            {
                throw new FailedException(CallFailures.Describe(failure, run.Values.Get(Common.Address)), failure);
            }
        });
    }
}

/// <summary>One run of a command.</summary>
internal sealed record CommandRun(
    ParseResult Parsed, SettingValues Values, CommandSite Site, CancellationToken CancellationToken)
{
    public Surroundings Surroundings => Site.Surroundings;

    public TextWriter Output => Site.Surroundings.Output;

    public TextWriter Error => Site.Surroundings.Error;

    /// <summary>Whether a machine reads the result.</summary>
    public bool IsJson => Values.Get(Site.Common.Json);
}
