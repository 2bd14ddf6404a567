using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox repo add PATH</c>: a repository becomes known; nothing is written into it.</summary>
internal sealed class RepoAddCommand : ClientCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "Folder in a git repository" };

    private readonly Option<string?> _fetch = new("--fetch") { Description = "on: a run fetches the default branch from origin before it begins, and begins there", HelpName = "on|off", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _push = new("--push") { Description = "on: the branch of a run that completed is pushed to origin", HelpName = "on|off", Arity = ArgumentArity.ZeroOrOne };

    public RepoAddCommand(CliContext context)
        : base(context, "add", "Makes a git repository known; nothing is written into it")
    {
        Arguments.Add(_path);
        foreach (var option in (Option<string?>[])[_fetch, _push])
        {
            option.AcceptOnlyFromAmong("on", "off");
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(parse.GetValue(_path)!, Context.WorkingDirectory);
        var repository = await server.Api.PostAsync<RepositoryModel>("repositories", new AddRepositoryBody(path), cancellationToken);
        if ((Is(parse, _fetch) ?? Is(parse, _push)) is not null)
        {
            repository = await server.Api.PutAsync<RepositoryModel>(CliPaths.Repository(repository.Id), new ChangeRepositoryBody(null, Is(parse, _fetch), Is(parse, _push)), cancellationToken);
        }

        if (IsJson(parse))
        {
            await WriteJsonAsync(repository);
        }
        else
        {
            var does = string.Join(" and ", ((string?[])[repository.Fetch ? "runs fetch before they begin" : null, repository.Push ? "runs that completed are pushed" : null]).OfType<string>());
            await Context.Output.WriteLineAsync(CliText.Safe($"{repository.Name} is known: {repository.Path}{(does.Length == 0 ? "" : $"; {does} ({repository.Remote})")}"));
        }

        return ExitCodes.Done;
    }

    // Named without a word it is on, as a flag is
    private static bool? Is(ParseResult parse, Option<string?> option) => parse.GetResult(option) is { Implicit: false } ? parse.GetValue(option) is not "off" : null;
}
