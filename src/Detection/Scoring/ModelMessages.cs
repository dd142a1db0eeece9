using System.Text.Json;
using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Detection.Scoring;

/// <summary>What the inspector reads beside a quote of the model: a sentence a violation code, from <c>model-messages.vi.json</c>.</summary>
internal sealed class ModelMessages
{
    private readonly Dictionary<string, string> _messages;

    public ModelMessages()
    {
        using var stream = typeof(ModelMessages).Assembly.GetManifestResourceStream("model-messages.vi.json")
            ?? throw new InvalidOperationException("The resource model-messages.vi.json is not in the assembly.");
        _messages = JsonSerializer.Deserialize(stream, ModelJson.Default.Sentences)!;
    }

    /// <summary>The sentence of a code; of one that has none, the general one.</summary>
    public string For(string head) => _messages.GetValueOrDefault(head) ?? _messages["listing"];
}
