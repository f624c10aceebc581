using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Identity.Rpc.Reflection;

/// <summary>Answers the questions of one reflection stream. What cannot be answered is said in the answer.</summary>
internal sealed class ReflectionAnswers(IReadOnlyList<string> services, SymbolRegistry registry)
{
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        ServerReflectionResponse response = new() { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Question.FileByFilename:
                AnswerFile(response, registry.FileByName(request.FileByFilename));
                break;
            case Question.FileContainingSymbol:
                AnswerFile(response, registry.FileContainingSymbol(request.FileContainingSymbol));
                break;
            case Question.FileContainingExtension:
                ExtensionRequest extension = request.FileContainingExtension;
                AnswerFile(
                    response, registry.FileContainingExtension(extension.ContainingType, extension.ExtensionNumber));
                break;
            case Question.AllExtensionNumbersOfType:
                AnswerNumbers(response, request.AllExtensionNumbersOfType);
                break;
            case Question.ListServices:
                response.ListServicesResponse = new ListServiceResponse
                {
                    Service = { services.Select(name => new ServiceResponse { Name = name }) },
                };
                break;
            default:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "The request asks nothing that is known.");
                break;
        }

        return response;
    }

    private static ErrorResponse Error(StatusCode code, string message) =>
        new() { ErrorCode = (int)code, ErrorMessage = message };

    private void AnswerNumbers(ServerReflectionResponse response, string type)
    {
        if (registry.ExtensionNumbersOf(type) is { } numbers)
        {
            response.AllExtensionNumbersResponse = new ExtensionNumberResponse
            {
                BaseTypeName = type,
                ExtensionNumber = { numbers },
            };
        }
        else
        {
            response.ErrorResponse = Error(StatusCode.NotFound, "There is no such message.");
        }
    }

    private void AnswerFile(ServerReflectionResponse response, FileDescriptor? file)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, "No file is known that has this.");
            return;
        }

        // The file asked for is always in the answer; of its imports, those that this stream has not had yet.
        FileDescriptorResponse files = new();
        files.FileDescriptorProto.Add(file.SerializedData);
        _sent.Add(file.Name);
        AddImports(file, files);
        response.FileDescriptorResponse = files;
    }

    private void AddImports(FileDescriptor file, FileDescriptorResponse files)
    {
        foreach (FileDescriptor import in file.Dependencies)
        {
            if (!_sent.Add(import.Name)) { continue; }

            files.FileDescriptorProto.Add(import.SerializedData);
            AddImports(import, files);
        }
    }
}
