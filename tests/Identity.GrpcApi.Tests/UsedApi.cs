using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Identity.GrpcApi.Tests;

/// <summary>One type or member that somebody uses.</summary>
/// <param name="Type">Its type, with its namespace.</param>
/// <param name="Member">The member with its full signature, or the empty text for the type as such.</param>
internal sealed record ApiEntry(string Type, string Member) : IComparable<ApiEntry>
{
    public int CompareTo(ApiEntry? other) => other is null ? 1
        : string.CompareOrdinal(Type, other.Type) is var byType and not 0 ? byType
        : string.CompareOrdinal(Member, other.Member);
}

/// <summary>What an assembly uses of another one, read from its metadata. Nothing is loaded or run.</summary>
internal static class UsedApi
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The assembly that uses.</param>
    /// <param name="used">The name of the assembly that is used.</param>
    public static IEnumerable<ApiEntry> Of(string path, string used)
    {
        using FileStream file = File.OpenRead(path);
        using PEReader image = new(file);
        MetadataReader reader = image.GetMetadataReader();
        List<ApiEntry> entries = [];
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            if (IsFrom(reader, handle, used)) { entries.Add(new ApiEntry(SignatureText.NameOf(reader, handle), "")); }
        }

        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (OwnerOf(reader, member.Parent) is { } owner && IsFrom(reader, owner, used))
            {
                entries.Add(new ApiEntry(SignatureText.NameOf(reader, owner), SignatureText.Of(reader, member)));
            }
        }

        entries.AddRange(Overrides(reader, used));
        return entries;
    }

    // What is overridden has to be there too, with the same signature, but no reference says so.
    private static IEnumerable<ApiEntry> Overrides(MetadataReader reader, string used)
    {
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if (OwnerOf(reader, type.BaseType) is not { } parent || !IsFrom(reader, parent, used)) { continue; }

            foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
            {
                bool overrides = (method.Attributes & MethodAttributes.Virtual) != 0
                    && (method.Attributes & MethodAttributes.NewSlot) == 0;
                string name = reader.GetString(method.Name);
                if (!overrides || name is "ToString" or "Equals" or "GetHashCode" or "Finalize") { continue; }

                yield return new ApiEntry(
                    SignatureText.NameOf(reader, parent), "override " + SignatureText.Of(reader, method));
            }
        }
    }

    private static TypeReferenceHandle? OwnerOf(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)handle,
        HandleKind.TypeSpecification => SignatureText.GenericType(reader, (TypeSpecificationHandle)handle),
        _ => null,
    };

    private static bool IsFrom(MetadataReader reader, TypeReferenceHandle handle, string assembly)
    {
        EntityHandle scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference =>
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == assembly,
            HandleKind.TypeReference => IsFrom(reader, (TypeReferenceHandle)scope, assembly),
            _ => false,
        };
    }
}
