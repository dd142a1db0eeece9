using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// Reads a model's header and sentences by code made at build time, under the rules of <see cref="Core.JsonContract"/>: looking their types over at
/// run time would cost every start more than reading them.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModelHeader))]
[JsonSerializable(typeof(Dictionary<string, string>), TypeInfoPropertyName = "Sentences")]
internal sealed partial class ModelJson : JsonSerializerContext;
