using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads the words that are part of the assembly by code made at build time: looking their types over at run time would cost every start more than reading them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Dictionary<string, string[]>), TypeInfoPropertyName = "Lists")]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string[]>>), TypeInfoPropertyName = "ListsByName")]
[JsonSerializable(typeof(CategoryConfidence.Table), TypeInfoPropertyName = "Confidence")]
internal sealed partial class WordsJson : JsonSerializerContext;
