using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox repo add PATH</c>: a repository becomes known; nothing is written into it.</summary>
internal sealed class RepoAddCommand : ClientCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "Folder in a git repository" };

    public RepoAddCommand(CliContext context)
        : base(context, "add", "Makes a git repository known; nothing is written into it")
    {
        Arguments.Add(_path);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(parse.GetValue(_path)!, Context.WorkingDirectory);
        var repository = await server.Api.PostAsync<RepositoryModel>("repositories", new AddRepositoryBody(path), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(repository);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{repository.Name} is known: {repository.Path}"));
        }

        return ExitCodes.Done;
    }
}
