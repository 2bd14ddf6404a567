using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox init [PATH]</c>: a repository becomes known, with a first workflow.</summary>
internal sealed class InitCommand : ClientCommand
{
    private const string FirstWorkflow = """
        version: "1.0"
        name: hello
        title: Hello
        description: A first workflow. It needs no agent; look at it, change it, run it again.
        inputs:
          name: {type: string, default: world, max_length: 100}
        steps:
          - id: greet
            name: Say hello
            env: {NAME: "{{inputs.name}}"}
            run: |
              echo "Hello, $NAME."
              git log -1 --format='The last commit here is %h: %s' || echo "There is no commit here yet."

        """;

    private const string IgnoreAllButWorkflows = """
        # Written by Signalbox: only the workflows belong in the repository.
        *
        !.gitignore
        !workflows/
        !workflows/**

        """;

    private readonly Argument<string> _path = new("PATH") { Description = "Folder in a git repository", DefaultValueFactory = _ => "." };

    public InitCommand(CliContext context)
        : base(context, "init", "Makes a git repository known, with a first workflow in .signalbox/workflows")
    {
        Arguments.Add(_path);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(parse.GetValue(_path)!, Context.WorkingDirectory);
        if (!Directory.Exists(path))
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"there is no folder {path}");
        }

        // Known first: a folder that is no repository is refused before anything is written into it.
        var repository = await server.Api.PostAsync<RepositoryModel>("repositories", new AddRepositoryBody(path), cancellationToken);
        var folder = Path.Combine(repository.Path, ".signalbox");
        var workflows = Path.Combine(folder, "workflows");
        var created = new List<string>();
        try
        {
            Directory.CreateDirectory(workflows);
            await CreateAsync(Path.Combine(folder, ".gitignore"), IgnoreAllButWorkflows, created, cancellationToken);
            if (!Directory.EnumerateFiles(workflows, "*.y*ml").Any())
            {
                await CreateAsync(Path.Combine(workflows, "hello.yaml"), FirstWorkflow, created, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{folder} cannot be written ({e.Message.TrimEnd('.')}): make the repository writable and try again");
        }

        // Again, so that the new file is found now and not by a later look.
        repository = await server.Api.PostAsync<RepositoryModel>("repositories", new AddRepositoryBody(repository.Path), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(new { repository, created });
            return ExitCodes.Done;
        }

        foreach (var file in created)
        {
            await Context.Output.WriteLineAsync($"created {Path.GetRelativePath(repository.Path, file)}");
        }

        await Context.Output.WriteLineAsync($"{repository.Name} is known: {repository.Path}");
        await Context.Output.WriteLineAsync("Next: signalbox workflow list");
        return ExitCodes.Done;
    }

    private static async Task CreateAsync(string path, string text, List<string> created, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            await File.WriteAllTextAsync(path, text, cancellationToken);
            created.Add(path);
        }
    }
}
