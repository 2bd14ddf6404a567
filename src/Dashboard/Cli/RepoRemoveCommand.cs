using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox repo remove R</c>: forgets a repository; its files stay.</summary>
internal sealed class RepoRemoveCommand : ClientCommand
{
    private readonly Argument<string> _repository = new("REPOSITORY") { Description = "Name, id or path" };

    public RepoRemoveCommand(CliContext context)
        : base(context, "remove", "Forgets a repository; its files and the records of its runs stay")
    {
        Arguments.Add(_repository);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var named = parse.GetValue(_repository)!;
        var path = CliPaths.Repository(named.StartsWith('.') ? Path.GetFullPath(named, Context.WorkingDirectory) : named);
        var repository = await server.Api.GetAsync<RepositoryModel>(path, cancellationToken);
        await server.Api.DeleteAsync(path, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(repository);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{repository.Name} is forgotten; its files stay at {repository.Path}"));
        }

        return ExitCodes.Done;
    }
}
