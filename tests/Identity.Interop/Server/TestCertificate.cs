using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Identity.Interop.Server;

/// <summary>A certificate for one run, which whoever is to trust it gets as a file.</summary>
internal static class TestCertificate
{
    private const string CertificateFile = "certificate.pem";
    private const string KeyFile = "key.pem";

    /// <summary>Makes one and puts it, with its key, where servers and clients in other languages find it.</summary>
    public static X509Certificate2 Create(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, CertificateFile), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, KeyFile), key.ExportPkcs8PrivateKeyPem());
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>The one that is in the folder, without its key.</summary>
    public static X509Certificate2 Read(string folder) =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, CertificateFile));
}
