using System.Security.Cryptography.X509Certificates;
using Identity.Interop.Client;
using Identity.Interop.Server;

// serve FOLDER              servers on free loopback ports; prints `ready PLAIN GZIP TLS WRONG WRONG_TLS`; leaves the
//                           certificate in FOLDER; runs until told to stop
// client NAME FOLDER PLAIN TLS [LACKS]
//                           our client against the server on these ports; LACKS is what that server cannot do, with
//                           commas
// http2 PORT [wrong]        our client against the HTTP/2 server there that misbehaves, or is told not to
return args switch
{
    ["serve", var folder] => await ServeAsync(folder),
    ["client", var name, var folder, var plain, var tls, .. var lacks] =>
        await InteropCases.RunAsync(name, new Peer(plain, tls, folder, string.Concat(lacks).Split(','))),
    ["http2", var port, .. var mode] => await new Http2Cases(port, mode is ["wrong"]).RunAsync(),
    _ => Usage(),
};

static async Task<int> ServeAsync(string folder)
{
    using X509Certificate2 certificate = TestCertificate.Create(folder);
    await using InteropServer plain = await InteropServer.StartAsync(compression: null);
    await using InteropServer gzip = await InteropServer.StartAsync(compression: "gzip");
    await using InteropServer tls = await InteropServer.StartAsync(compression: null, certificate);
    await using InteropServer wrong = await InteropServer.StartWrongAsync();
    await using InteropServer wrongTls = await InteropServer.StartWrongAsync(certificate);
    Console.WriteLine($"ready {plain.Port} {gzip.Port} {tls.Port} {wrong.Port} {wrongTls.Port}");
    await plain.WaitForShutdownAsync();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: serve FOLDER | client NAME FOLDER PLAIN TLS [LACKS] | http2 PORT [wrong]");
    return 2;
}
