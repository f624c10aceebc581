using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Identity.Api;

/// <summary>
/// The contract with the comments of its proto files, which the generated descriptors lack. The build writes it down;
/// see Contract.targets.
/// </summary>
public static class Contract
{
    private const string Resource = "identity.v1.protoset";

    /// <summary>The services of <see cref="IdentityApi.Services"/>, described. Read anew each time.</summary>
    public static IReadOnlyList<ServiceDescriptor> ReadServices()
    {
        using Stream stream = typeof(Contract).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build has not written {Resource}.");
        IEnumerable<ByteString> files =
            FileDescriptorSet.Parser.ParseFrom(stream).File.Select(file => file.ToByteString());
        Dictionary<string, ServiceDescriptor> byName = FileDescriptor.BuildFromByteStrings(files)
            .SelectMany(file => file.Services).ToDictionary(service => service.FullName, StringComparer.Ordinal);
        return [.. IdentityApi.Services.Select(service => byName[service.FullName])];
    }
}
