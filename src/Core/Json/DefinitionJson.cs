using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Core;

/// <summary>
/// A source's definition, of which its hash is taken, under the rules of <see cref="JsonContract.Compact"/> by code made at build time: looking its
/// types over at run time costs every start more than writing it.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SourceDefinition))]
internal sealed partial class DefinitionJson : JsonSerializerContext
{
    /// <summary>Under the contract's rules.</summary>
    public static DefinitionJson Compact { get; } = new(new JsonSerializerOptions(JsonContract.Compact));
}
