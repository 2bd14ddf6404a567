using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Persistence.Transfer;

namespace Signalbox.Dashboard.Cli;

/// <summary>A verb that works on the data of this machine itself: the option that says which, and <c>--json</c>.</summary>
internal abstract class LocalCommand : Command
{
    private readonly Option<string?> _data = new("--data") { Description = "Data directory (SIGNALBOX_DATA)", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    protected LocalCommand(CliContext context, string name, string description)
        : base(name, description)
    {
        Context = context;
        Options.Add(_data);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    protected CliContext Context { get; }

    /// <summary>Does it with the data of this machine.</summary>
    protected abstract Task<int> RunAsync(ParseResult parse, LocalData data, CancellationToken cancellationToken);

    /// <summary>Whether JSON is asked for.</summary>
    protected bool IsJson(ParseResult parse) => parse.GetValue(_json);

    /// <summary>A path that a person names, absolute.</summary>
    protected string PathOf(string path) => Path.GetFullPath(Path.Combine(Context.WorkingDirectory, path));

    /// <summary>Writes a line of the result, or its object with <c>--json</c>.</summary>
    protected Task WriteAsync<T>(ParseResult parse, T result, string text) =>
        Context.Output.WriteLineAsync(IsJson(parse) ? CliText.Json(result, indented: false) : CliText.Safe(text));

    /// <summary>Does it while this process holds the data directory: no server runs, and none begins. What was cut short before is gone on with first.</summary>
    protected async Task<T> HoldAsync<T>(LocalData data, Func<DataDirectory, Task<T>> work, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.Open(data.Directory);
        using var held = await DataDirectoryLock.TakeAsync(directory, Context.Time, cancellationToken);
        return await LocalData.TryAsync(async () =>
        {
            await data.Get<DataImporter>().RecoverAsync(directory.Path, cancellationToken);
            foreach (var note in await data.Get<DataImporter>().RecoverCommitsAsync(directory.Path, cancellationToken))
            {
                await Context.Error.WriteLineAsync(CliText.Safe(note));
            }

            return await work(directory);
        });
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using var data = await LocalData.FindAsync(Context, parse.GetValue(_data), cancellationToken);
        return await RunAsync(parse, data, cancellationToken);
    }
}
