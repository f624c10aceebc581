using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Identity.GrpcApi.Tests;

/// <summary>Writes signatures as text, types without their namespaces; `T0` and `M0` are type parameters of the type
/// and of the method.</summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    private static readonly SignatureText Instance = new();

    public static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    public static string Of(MetadataReader reader, MemberReference member)
    {
        string name = reader.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Field
            ? $"{member.DecodeFieldSignature(Instance, null)} {name}"
            : Text(name, member.DecodeMethodSignature(Instance, null));
    }

    public static string Of(MetadataReader reader, MethodDefinition method) =>
        Text(reader.GetString(method.Name), method.DecodeSignature(Instance, null));

    /// <summary>The type of which a specification is an instance; null when it is none of another assembly.</summary>
    public static TypeReferenceHandle? GenericType(MetadataReader reader, TypeSpecificationHandle handle)
    {
        BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) { return null; }

        blob.ReadCompressedInteger();
        EntityHandle type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : null;
    }

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetByReferenceType(string elementType) => $"ref {elementType}";

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"M{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"T{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Plain(reader.GetString(reader.GetTypeDefinition(handle).Name));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Plain(reader.GetString(reader.GetTypeReference(handle).Name));

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Text(string name, MethodSignature<string> signature)
    {
        int count = signature.GenericParameterCount;
        string generic = count == 0 ? "" : $"<{string.Join(", ", Enumerable.Range(0, count).Select(i => $"M{i}"))}>";
        string kind = signature.Header.IsInstance ? "" : "static ";
        return $"{kind}{signature.ReturnType} {name}{generic}({string.Join(", ", signature.ParameterTypes)})";
    }

    private static string Plain(string name) => name.Split('`')[0];
}
