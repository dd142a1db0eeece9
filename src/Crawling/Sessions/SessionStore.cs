using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Sessions as files of a folder that only the account of this program may read (0700, files 0600): outside database, evidence and
/// logs.
/// </summary>
public sealed class SessionStore(string folder)
{
    private const UnixFileMode OnlyOurs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The session of a source, or null. Throws <see cref="InvalidInputException"/> when its file is damaged.</summary>
    public StoredSession? Find(string sourceId)
    {
        var file = FileOf(sourceId);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<StoredSession>(File.ReadAllBytes(file), JsonContract.Compact);
        }
        catch (JsonException)
        {
            throw new InvalidInputException(new InputError(file, null, null, Messages.Format("session.syntax")));
        }
    }

    /// <summary>Keeps a session in place of an earlier one.</summary>
    public async Task SaveAsync(string sourceId, StoredSession session, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OnlyOurs | UnixFileMode.UserExecute);
        var (file, fresh) = (FileOf(sourceId), FileOf(sourceId) + ".new");
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OnlyOurs;
        await using (var stream = new FileStream(fresh, options))
        {
            await JsonSerializer.SerializeAsync(stream, session, JsonContract.Compact, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>Deletes a session; false when there was none.</summary>
    public bool Forget(string sourceId)
    {
        var file = FileOf(sourceId);
        if (!File.Exists(file)) return false;
        File.Delete(file);
        return true;
    }

    // Ids of sources are [a-z0-9-]: no way out of the folder.
    private string FileOf(string sourceId) => Path.Combine(folder, Path.GetFileName(sourceId) + ".json");
}
