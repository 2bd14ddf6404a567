using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>
/// Reads a template before Handlebars does: Handlebars.Net is strict only in part, reaches properties of .NET objects, and
/// 3,000 nested subexpressions overflow its stack, which kills the process. What passes here is bounded and names only
/// what is declared.
/// </summary>
internal sealed class TemplateScanner
{
    private readonly string text;
    private readonly bool keepsReferences;
    private readonly List<TemplateReference> references = [];
    private readonly List<TemplateFault> faults = [];
    private readonly List<(int From, int To, string By)> replacements = [];
    private readonly Stack<TemplateBlock> blocks = new();
    private readonly TemplateBraces braces;
    private SourceText? source;
    private TemplateScope scope;
    private int expressions;

    private TemplateScanner(string text, TemplateShape root, bool keepsReferences)
    {
        this.text = text;
        this.keepsReferences = keepsReferences;
        Root = root;
        braces = new TemplateBraces(text, this);
        scope = new TemplateScope(root, null, InLoop: false);
    }

    public TemplateShape Root { get; }

    public static ScannedTemplate Scan(string text, TemplateShape root)
    {
        var read = new TemplateScanner(text, root, keepsReferences: true).ReadAll();
        return new ScannedTemplate(read.references, read.faults, read.faults.Count == 0 ? read.Compilable() : "");
    }

    /// <summary>The faults alone, for a file whose templates are not rendered now.</summary>
    public static IReadOnlyList<TemplateFault> Check(string text, TemplateShape root) => new TemplateScanner(text, root, keepsReferences: false).ReadAll().faults;

    public void Fault(int at, string code, string message)
    {
        var (line, column) = Position(at);
        faults.Add(new TemplateFault(code, message, at, line, column));
    }

    public void Reference(string path, int at)
    {
        if (keepsReferences && Position(at) is var (line, column))
        {
            references.Add(new TemplateReference(path, at, line, column));
        }
    }

    /// <summary>Notes a fault of structure; the exception ends the scan.</summary>
    public Exception Syntax(int at, string message) => Structure(at, DiagnosticCodes.TemplateSyntax, message);

    public Exception TooDeep(int at) =>
        Structure(at, DiagnosticCodes.TemplateTooDeep, $"Blocks and parentheses are nested deeper than {PromptTemplate.MaxNesting} levels.");

    private StructureException Structure(int at, string code, string message)
    {
        Fault(at, code, message);
        return new StructureException();
    }

    private TextPosition Position(int at) => (source ??= new SourceText(text)).Position(at);

    private TemplateScanner ReadAll()
    {
        try
        {
            Read();
        }
        catch (StructureException)
        {
            // its fault is noted; what follows a broken structure would only mislead
        }

        return this;
    }

    private void Read()
    {
        if (Encoding.UTF8.GetByteCount(text) > PromptTemplate.MaxTemplateBytes)
        {
            throw Structure(0, DiagnosticCodes.TemplateTooLarge, "The template is larger than 64 KiB.");
        }

        for (var open = Find(0); open >= 0;)
        {
            var slashes = braces.Backslashes(open);
            if (slashes > 2)
            {
                throw Syntax(open - slashes, "More than two backslashes before '{{' mean different things to different readers; use at most two.");
            }

            if (++expressions > PromptTemplate.MaxExpressions)
            {
                throw Structure(open, DiagnosticCodes.TemplateTooLarge, string.Create(CultureInfo.InvariantCulture, $"The template has more than {PromptTemplate.MaxExpressions:N0} expressions."));
            }

            open = Find(slashes == 1 ? open + 2 : Expression(open));
        }

        if (blocks.TryPeek(out var left))
        {
            throw Syntax(left.At, $"The block '#{left.Name}' is never closed; write {{{{/{left.Name}}}}}.");
        }
    }

    private int Find(int from) => text.IndexOf("{{", from, StringComparison.Ordinal);

    /// <summary>Checks one expression; returns the offset after it.</summary>
    private int Expression(int open)
    {
        if (text.AsSpan(open).StartsWith("{{{{"))
        {
            throw Syntax(open, "Four braces begin nothing here; an expression is written as {{name}}.");
        }

        if (text.AsSpan(open).StartsWith("{{!"))
        {
            return Braces(braces.CommentEnd(open));
        }

        var triple = text.AsSpan(open).StartsWith("{{{");
        var close = braces.Close(open, triple ? "}}}" : "}}");
        var after = close + (triple ? 3 : 2);
        var (start, end) = (open + (triple ? 3 : 2), close);
        start += start < end && text[start] == '~' ? 1 : 0;
        end -= end > start && text[end - 1] == '~' ? 1 : 0;
        Statement(open, start, end, triple);
        return Braces(after);
    }

    /// <summary>Handlebars.Net refuses or swallows braces right after an expression, as JSON in a prompt has them; a helper prints them.</summary>
    private int Braces(int after)
    {
        var count = 0;
        while (after + count < text.Length && text[after + count] == '}')
        {
            count++;
        }

        if (count > 0)
        {
            Replace(after, after + count, string.Create(CultureInfo.InvariantCulture, $"{{{{{TemplateCompiler.BraceHelper} {count}}}}}"));
        }

        return after + count;
    }

    private void Statement(int open, int start, int end, bool triple)
    {
        var cursor = new TemplateCursor(text, start, end);
        switch (cursor.Peek)
        {
            case '#' or '/' or '>' or '&' or '^' or '*' when triple:
                throw Syntax(open, "Three braces hold a name only.");
            case '#':
                cursor.TryTake('#');
                Begin(open, cursor, end);
                return;
            case '/':
                cursor.TryTake('/');
                End(open, cursor);
                return;
            case '>' or '*':
                throw Syntax(open, "Partials and decorators are not part of the template language.");
            case '^':
                throw Syntax(open, "'^' is not part of the template language; use {{else}} or #unless.");
            case '&':
                throw Syntax(open, "'&' is not needed: nothing is escaped; write {{name}}.");
        }

        var word = new TemplateCursor(text, start, end).TakeWord();
        if (word is "else")
        {
            cursor.TakeWord();
            Else(open, cursor);
            return;
        }

        new TemplateExpression(this, cursor, scope, blocks.Count).Output();
    }

    private void Begin(int open, TemplateCursor cursor, int end)
    {
        var nameAt = cursor.TokenAt;
        var name = cursor.TakeWord();
        if (!TemplateHelpers.Blocks.Contains(name))
        {
            throw Syntax(nameAt, $"There is no block {Wording.Quote("#" + name)}; the blocks are #if, #unless, #each and #with.");
        }

        var nesting = Nesting(open);
        var argumentAt = cursor.TokenAt;
        var shape = new TemplateExpression(this, cursor, scope, nesting).BlockArgument(name);
        if (name is "each")
        {
            Replace(argumentAt, argumentAt, string.Create(CultureInfo.InvariantCulture, $"({TemplateCompiler.LoopHelper} {open} "));
            Replace(end, end, ")");
        }

        blocks.Push(new TemplateBlock(name, open, scope, nesting));
        scope = name switch
        {
            "each" => new TemplateScope(Item(shape, argumentAt), scope, InLoop: true),
            "with" => new TemplateScope(shape, scope, scope.InLoop),
            _ => scope,
        };
    }

    private int Nesting(int open)
    {
        var nesting = blocks.TryPeek(out var outer) ? outer.Nesting + 1 : 1;
        return nesting <= PromptTemplate.MaxNesting ? nesting : throw TooDeep(open);
    }

    private TemplateShape Item(TemplateShape shape, int at)
    {
        if (shape == TemplateShape.Scalar)
        {
            Fault(at, DiagnosticCodes.NotText, "'#each' goes over a list or a mapping, and this is one value.");
        }

        return shape switch
        {
            ListShape list => list.Item,
            ObjectShape names => TemplateShape.Merge([.. names.Names.Values]),
            _ => shape == TemplateShape.Anything ? shape : TemplateShape.Unknown,
        };
    }

    private void Else(int open, TemplateCursor cursor)
    {
        if (!blocks.TryPop(out var block) || block.HasElse)
        {
            throw Syntax(open, block is null ? "{{else}} stands outside any block." : $"The block '#{block.Name}' already has its {{{{else}}}}.");
        }

        if (cursor.AtEnd)
        {
            // in the other half of a loop Handlebars.Net disagrees with itself about what '../' is
            var isLoop = block.Name is "each" or "with";
            scope = isLoop ? block.Outer with { Parent = null } : block.Outer;
            blocks.Push(block with { HasElse = true });
            return;
        }

        if (cursor.TakeWord() is not "if" || block.Name is not ("if" or "unless"))
        {
            throw Syntax(open, "Only {{else}}, and in #if and #unless {{else if value}}, can stand here.");
        }

        // each one is a block inside the last to Handlebars, so it counts as nesting
        var nesting = block.Nesting + 1;
        if (nesting > PromptTemplate.MaxNesting)
        {
            throw TooDeep(open);
        }

        new TemplateExpression(this, cursor, scope, nesting).BlockArgument("if");
        blocks.Push(block with { Nesting = nesting });
    }

    private void End(int open, TemplateCursor cursor)
    {
        var name = cursor.TakeWord();
        if (!blocks.TryPop(out var block) || !string.Equals(block.Name, name, StringComparison.Ordinal) || !cursor.AtEnd)
        {
            throw Syntax(open, block is null ? $"{{{{/{name}}}}} closes nothing." : $"The block '#{block.Name}' is closed by {{{{/{block.Name}}}}}, not by {Wording.Quote("/" + name)}.");
        }

        scope = block.Outer;
    }

    /// <summary>Notes that Handlebars is to read something else in place of a part of the text.</summary>
    public void Replace(int from, int to, string by) => replacements.Add((from, to, by));

    private string Compilable()
    {
        var compilable = new StringBuilder();
        var copied = 0;
        // in the order of the text: a loop notes its own beginning after what stands inside its argument
        foreach (var (from, to, by) in replacements.OrderBy(r => r.From))
        {
            compilable.Append(text, copied, from - copied).Append(by);
            copied = to;
        }

        return compilable.Append(text, copied, text.Length - copied).ToString();
    }

    private sealed class StructureException : Exception;
}
