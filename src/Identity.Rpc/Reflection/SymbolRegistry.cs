using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Finds files by what they declare. Immutable and safe for many threads.</summary>
public class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions =
        new(StringComparer.Ordinal);

    private SymbolRegistry()
    {
    }

    /// <summary>A registry of files and of everything that they import, directly or not.</summary>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> fileDescriptors)
    {
        ArgumentNullException.ThrowIfNull(fileDescriptors);
        SymbolRegistry registry = new();
        foreach (FileDescriptor file in fileDescriptors) { registry.AddFile(file); }

        return registry;
    }

    /// <summary>The file of a name, or null.</summary>
    internal FileDescriptor? FileByName(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares a symbol, or null.</summary>
    internal FileDescriptor? FileContainingSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    /// <summary>The file that declares an extension, or null.</summary>
    internal FileDescriptor? FileContainingExtension(string type, int number) =>
        _extensions.GetValueOrDefault(type)?.GetValueOrDefault(number);

    /// <summary>The numbers of the known extensions of a message in ascending order; null when there is no such
    /// message.</summary>
    internal IEnumerable<int>? ExtensionNumbersOf(string type)
    {
        if (_extensions.TryGetValue(type, out SortedDictionary<int, FileDescriptor>? numbers)) { return numbers.Keys; }

        bool isMessage = FileContainingSymbol(type) is { } file && MessagesOf(file.MessageTypes)
            .Any(message => string.Equals(message.FullName, type, StringComparison.Ordinal));
        return isMessage ? [] : null;
    }

    private static IEnumerable<MessageDescriptor> MessagesOf(IList<MessageDescriptor> messages) =>
        messages.Concat(messages.SelectMany(message => MessagesOf(message.NestedTypes)));

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file)) { return; }

        foreach (FileDescriptor import in file.Dependencies) { AddFile(import); }
        foreach (ServiceDescriptor service in file.Services) { AddService(service, file); }
        foreach (EnumDescriptor type in file.EnumTypes) { AddEnum(type, file); }
        foreach (FieldDescriptor extension in file.Extensions.UnorderedExtensions) { AddExtension(extension, file); }
        foreach (MessageDescriptor message in MessagesOf(file.MessageTypes)) { AddMessage(message, file); }
    }

    private void AddService(ServiceDescriptor service, FileDescriptor file)
    {
        _symbols[service.FullName] = file;
        foreach (MethodDescriptor method in service.Methods) { _symbols[method.FullName] = file; }
    }

    private void AddMessage(MessageDescriptor message, FileDescriptor file)
    {
        _symbols[message.FullName] = file;
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder()) { _symbols[field.FullName] = file; }
        foreach (OneofDescriptor choice in message.Oneofs) { _symbols[choice.FullName] = file; }
        foreach (EnumDescriptor type in message.EnumTypes) { AddEnum(type, file); }
        foreach (FieldDescriptor extension in message.Extensions.UnorderedExtensions) { AddExtension(extension, file); }
    }

    private void AddEnum(EnumDescriptor type, FileDescriptor file)
    {
        _symbols[type.FullName] = file;

        // Values belong to the scope that the enum is in, not to the enum.
        string scope = type.FullName[..^type.Name.Length];
        foreach (EnumValueDescriptor value in type.Values) { _symbols[scope + value.Name] = file; }
    }

    private void AddExtension(FieldDescriptor extension, FileDescriptor file)
    {
        _symbols[extension.FullName] = file;
        string type = extension.ExtendeeType.FullName;
        if (!_extensions.TryGetValue(type, out SortedDictionary<int, FileDescriptor>? numbers))
        {
            _extensions[type] = numbers = [];
        }

        numbers[extension.FieldNumber] = file;
    }
}
