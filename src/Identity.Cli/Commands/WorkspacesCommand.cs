using System.CommandLine;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Makes tenants.</summary>
internal static class WorkspacesCommand
{
    public static Command Build(CommandSite site)
    {
        var name = new Argument<string>("NAME") { Description = "A name for people, 1 to 128 characters." };
        var create = new Command(
            "create", "Makes an empty workspace and prints its admin key, which is shown only now.") { name };
        site.OnCall(create, async (run, connection) =>
        {
            Workspace workspace = await connection.Workspaces.CreateWorkspaceAsync(
                new CreateWorkspaceRequest { Name = run.Parsed.GetRequiredValue(name) },
                connection.Once(run.CancellationToken));
            if (run.IsJson)
            {
                await run.Output.WriteLineAsync(Printing.JsonOf(workspace));
                return ExitCodes.Fine;
            }

            run.Output.WriteColumns("",
            [
                ["workspace", workspace.WorkspaceId], ["name", Printing.Plain(workspace.Name)],
                ["admin key", workspace.AdminKey],
            ]);
            await run.Error.WriteLineAsync("Keep the key: it is stored as a hash and never shown again.");
            return ExitCodes.Fine;
        });
        return new Command("workspaces", "Makes workspaces, which share nothing with each other.") { create };
    }
}
