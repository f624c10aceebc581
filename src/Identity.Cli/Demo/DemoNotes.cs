using Identity.Cli.Output;
using Identity.Cli.Settings;
using Identity.SampleData;
using Identity.Server;

namespace Identity.Cli.Demo;

/// <summary>Where a service is, as its own machine reaches it.</summary>
/// <param name="Grpc">Where gRPC is served.</param>
/// <param name="Http">Where HTTP is served.</param>
/// <param name="KeyPath">The admin key's file.</param>
/// <param name="Folder">The folder that the reader is in.</param>
internal sealed record DemoPlace(Uri Grpc, Uri Http, string KeyPath, string Folder);

/// <summary>Tells what there is to try.</summary>
internal static class DemoNotes
{
    public static void Write(TextWriter output, DemoOutcome outcome, DemoPlace place)
    {
        var showcase = new SampleGenerator(new SampleOptions { End = DateTimeOffset.UnixEpoch.AddYears(50) }).Showcase;
        string address = Text(place.Grpc);
        string key = Path.GetRelativePath(place.Folder, place.KeyPath);
        string options = (address == CommonSettings.AddressDefault ? "" : $" --address {address}")
            + (IsDefaultData(place) ? "" : $" --data {Quoted(Path.GetDirectoryName(key) ?? ".")}");
        output.WriteLine();
        string customers = Printing.Text(outcome.Customers);
        string observations = Printing.Text(outcome.Observations);
        output.WriteLine(outcome.Customers > 0
            ? $"Identity is running, with {customers} made-up customers ({observations} observations)."
            : "Identity is running. The data folder was not empty, so no made-up customers were added.");
        output.WriteColumns("  ", [["gRPC", address], ["HTTP", Text(place.Http)], ["key", key]]);
        if (outcome.Customers == 0) { return; }
        output.WriteLine();
        output.WriteLine("Who is this visitor? Try in another terminal:");
        output.WriteColumns("  ",
        [
            [$"./identity resolve cookie:{showcase.AnonymousCookie}{options}", "# level 2: a device, nobody known"],
            [$"./identity resolve cookie:{showcase.RememberedCookie}{options}", "# level 3: very likely Sanne"],
            [$"./identity resolve login:{showcase.Login} --authenticated{options}", "# level 4: Sanne, logged in"],
        ]);
        output.WriteLine("or with any gRPC client, for instance:");
        const string Method = "identity.v1.ResolutionService/Resolve";
        string header = $"-H \"authorization: Bearer $(cat {Quoted(key)})\"";
        string body = $$"""-d '{"identifiers":[{"namespace":"cookie","value":"{{showcase.RememberedCookie}}"}]}'""";
        output.WriteLine($"  grpcurl -plaintext {header} {body} {place.Grpc.Authority} {Method}");
        output.WriteLine($"  buf curl --http2-prior-knowledge --protocol grpc {header} {body} {address}/{Method}");
        output.WriteLine();
        output.Flush();
    }

    private static bool IsDefaultData(DemoPlace place) =>
        Path.GetDirectoryName(place.KeyPath) == Path.GetFullPath(ServerOptions.DataDefault, place.Folder);

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static string Quoted(string path) =>
        path.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '/' or '.' or '_' or '-')
            ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
