using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>The command <c>ecom389 train</c>: data files in, <c>model.bin</c> and its card <c>README.md</c> out.</summary>
public sealed class TrainingRun
{
    /// <summary>The model's file name.</summary>
    public const string ModelName = "model.bin";

    private readonly TrainingSettings _settings;
    private readonly IReadOnlyList<ISignalSource> _sources;
    private readonly Action<string>? _progress;

    public TrainingRun(TrainingSettings settings, IReadOnlyList<ISignalSource> sources, Action<string>? progress = null)
    {
        _settings = settings;
        _sources = sources;
        _progress = progress;
    }

    /// <summary>
    /// Fits and writes. Files are written beside their place and moved into it, so that a scorer never reads half a model.
    /// Throws <see cref="InvalidInputException"/> naming every bad line of the data.
    /// </summary>
    /// <param name="data">Labelled listings, JSON Lines.</param>
    /// <param name="ordinary">Ordinary listings of the field; they set the threshold and are not learnt from. May be empty.</param>
    /// <param name="folder">Made where it does not exist.</param>
    public TrainedModel Execute(IReadOnlyList<string> data, IReadOnlyList<string> ordinary, string folder, DateOnly asOf, CancellationToken cancellation)
    {
        var errors = new List<InputError>();
        var listings = ReadAll(data, errors);
        var field = ReadAll(ordinary, errors);
        if (errors.Count > 0) throw new InvalidInputException(errors);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in data) hashes[Path.GetFileName(file)] = ContentHash.Of(File.ReadAllBytes(file));

        var trained = new Trainer(_settings, _sources, _progress).Train(listings, hashes, field, asOf, cancellation);
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, ModelName), trained.Bytes);
        Write(Path.Combine(folder, "README.md"), System.Text.Encoding.UTF8.GetBytes(ModelCard.Write(trained, field.Count)));
        return trained;
    }

    private static List<LabelledListing> ReadAll(IReadOnlyList<string> files, List<InputError> errors)
    {
        var all = new List<LabelledListing>();
        foreach (var file in files)
        {
            try
            {
                all.AddRange(CorpusReader.Read(file));
            }
            catch (InvalidInputException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }
        return all;
    }

    private static void Write(string path, byte[] bytes)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, path, overwrite: true);
    }
}
